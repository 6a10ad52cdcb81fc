"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button, TextField } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { billIn, billPath } from "../shared/paths";

/** A bill by its number or link. */
export function OpenBill() {
  const { t } = useLanguage();
  const router = useRouter();
  const [text, setText] = useState("");
  // The whole address of a page is as good.
  const id = billIn(/0x[0-9a-f]{64}/i.exec(text)?.[0] ?? "");
  return (
    <form
      className="flex flex-wrap items-end gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (id !== undefined) router.push(billPath(id));
      }}
    >
      <div className="min-w-0 flex-1 basis-64">
        <TextField
          label={t("bills.open")}
          value={text}
          placeholder="0x…"
          className="font-mono text-sm"
          onChange={(event) => setText(event.target.value)}
        />
      </div>
      <Button type="submit" disabled={id === undefined}>
        {t("bills.openIt")}
      </Button>
    </form>
  );
}
