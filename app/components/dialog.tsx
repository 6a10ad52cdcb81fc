"use client";

import { type ReactNode, useEffect, useId, useRef } from "react";
import { useLanguage } from "@/i18n/context";

/** A native modal dialog: focus is held and given back by the browser; Escape and a click beside it close it. */
export function Dialog(props: { open: boolean; title: string; onClose: () => void; children: ReactNode }) {
  const { open, onClose } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  const title = useId();
  const { t } = useLanguage();
  useEffect(() => {
    const element = dialog.current;
    if (open && !element?.open) element?.showModal();
    if (!open && element?.open) element.close();
  }, [open]);
  return (
    <dialog
      ref={dialog}
      aria-labelledby={title}
      onClose={onClose}
      onClick={(event) => event.target === event.currentTarget && onClose()}
      onKeyDown={(event) => event.key === "Escape" && onClose()}
      className="card w-[min(34rem,calc(100vw-2rem))] max-h-[calc(100dvh-3rem)] overflow-y-auto p-0 text-ink"
    >
      {open ? (
        <div className="p-5 sm:p-6">
          <div className="mb-4 flex items-start justify-between gap-4">
            <h2 id={title} className="text-xl">
              {props.title}
            </h2>
            <button
              type="button"
              onClick={onClose}
              aria-label={t("common.close")}
              className="-mr-2 -mt-1 grid size-9 place-items-center rounded-lg text-xl leading-none text-muted hover:bg-sunken hover:text-ink"
            >
              <span aria-hidden="true">×</span>
            </button>
          </div>
          {props.children}
        </div>
      ) : null}
    </dialog>
  );
}
