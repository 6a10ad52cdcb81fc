"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { useNetwork } from "@/components/config";
import { AreaField } from "@/components/fields";
import { Markdown } from "@/components/markdown";
import { Button, TextField } from "@/components/ui";
import { ActionList } from "@/features/governance/actions/action-list";
import { useLanguage } from "@/i18n/context";
import { ActionBuilder } from "./action-builder";
import {
  type Draft,
  descriptionOf,
  longestBody,
  longestTitle,
  newDraft,
  withActionEarlier,
  withoutAction,
} from "./draft";
import { drafts } from "./draft-store";
import { SubmitPanel } from "./submit-panel";

/** Milliseconds without typing after which a draft is kept. */
const pause = 300;

interface Props {
  /** Undefined: a new one, kept from the first change on. */
  readonly draft: Draft | undefined;
  /** Of a new one. */
  readonly newId: string;
  readonly parameter: string | null;
  readonly form: string | null;
  readonly save: (draft: Draft) => Promise<void>;
  readonly onKept: (id: string) => void;
}

export function DraftEditor(props: Props) {
  const { t } = useLanguage();
  const { draft, change, isKept, forget } = useKept(props);
  return (
    <div className="grid gap-8">
      <section aria-labelledby="text" className="grid gap-4">
        <div className="flex items-baseline justify-between gap-3">
          <h2 id="text" className="text-xl">
            {t("proposing.text")}
          </h2>
          <p role="status" className="text-sm text-muted">
            {isKept ? t("proposing.kept") : ""}
          </p>
        </div>
        <TextField
          label={t("proposing.name")}
          hint={t("proposing.nameHint")}
          maxLength={longestTitle}
          value={draft.title}
          onChange={(event) => change((old) => ({ ...old, title: event.target.value }))}
        />
        <BodyField draft={draft} onChange={(body) => change((old) => ({ ...old, body }))} />
      </section>
      <section aria-labelledby="actions" className="grid gap-4">
        <h2 id="actions" className="text-xl">
          {t("actions.title")}
        </h2>
        {draft.actions.length > 0 ? (
          <ActionList
            actions={draft.actions}
            tools={(place) => (
              <>
                <Button
                  small
                  look="quiet"
                  disabled={place === 0}
                  onClick={() => change((old) => withActionEarlier(old, place))}
                >
                  {t("proposing.earlier")}
                </Button>
                <Button small look="quiet" onClick={() => change((old) => withoutAction(old, place))}>
                  {t("common.remove")}
                </Button>
              </>
            )}
          />
        ) : null}
        <ActionBuilder draft={draft} parameter={props.parameter} form={props.form} onChange={change} />
      </section>
      <SubmitPanel draft={draft} onChange={change} onProposed={forget} />
    </div>
  );
}

type Change = (next: (old: Draft) => Draft) => void;

interface Kept {
  readonly draft: Draft;
  readonly change: Change;
  readonly isKept: boolean;
  /** Removes it for good: what is being kept at the moment neither brings it back nor leads back to it. */
  readonly forget: () => Promise<void>;
}

/** The draft in hand; kept as soon as it rests. */
function useKept({ draft: given, newId, save, onKept }: Props): Kept {
  const { chainId } = useNetwork();
  const [{ draft, isDirty, isKept }, setState] = useState(() => {
    return { draft: given ?? newDraft(newId, chainId, Date.now()), isDirty: false, isKept: false };
  });
  const change = useCallback((next: (old: Draft) => Draft) => {
    const now = Date.now();
    setState((old) => ({ draft: { ...next(old.draft), changedAt: now }, isDirty: true, isKept: false }));
  }, []);
  const isNamed = useRef(given !== undefined);
  const isForgotten = useRef(false);
  const saving = useRef<Promise<boolean>>(undefined);
  useEffect(() => {
    if (!isDirty) return;
    const keep = async () => {
      if (isForgotten.current) return;
      saving.current = save(draft).then(
        () => true,
        () => false,
      );
      if (!(await saving.current) || isForgotten.current) return;
      // From the first time on the address names it.
      if (!isNamed.current) onKept(draft.id);
      isNamed.current = true;
      setState((old) => (old.draft === draft ? { draft, isDirty: false, isKept: true } : old));
    };
    const timer = setTimeout(() => void keep(), pause);
    window.addEventListener("pagehide", keep);
    return () => {
      clearTimeout(timer);
      window.removeEventListener("pagehide", keep);
    };
  }, [draft, isDirty, save, onKept]);
  const { id } = draft;
  const forget = useCallback(async () => {
    isForgotten.current = true;
    await saving.current;
    await drafts.remove(id).catch(() => undefined);
  }, [id]);
  return { draft, change, isKept, forget };
}

function BodyField(props: { draft: Draft; onChange: (body: string) => void }) {
  const { t } = useLanguage();
  const [isPreview, setPreview] = useState(false);
  return (
    <div className="grid gap-2">
      <div className="flex gap-2">
        <Button
          small
          look={isPreview ? "quiet" : "secondary"}
          aria-pressed={!isPreview}
          onClick={() => setPreview(false)}
        >
          {t("proposing.write")}
        </Button>
        <Button
          small
          look={isPreview ? "secondary" : "quiet"}
          aria-pressed={isPreview}
          onClick={() => setPreview(true)}
        >
          {t("proposing.preview")}
        </Button>
      </div>
      {isPreview ? (
        <section aria-label={t("proposing.preview")} className="card p-5">
          <Markdown text={descriptionOf(props.draft)} />
        </section>
      ) : (
        <AreaField
          label={t("proposing.body")}
          hint={t("proposing.bodyHint")}
          className="min-h-56 font-mono text-sm"
          maxLength={longestBody}
          value={props.draft.body}
          onChange={(event) => props.onChange(event.target.value)}
        />
      )}
    </div>
  );
}
