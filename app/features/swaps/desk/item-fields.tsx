"use client";

import { useNameOf } from "@/components/account-field";
import { Notice, TextField } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { shortAddress } from "@/lib/format";
import { printable } from "@/lib/printable";
import { TokenWarning } from "../shared/token-warning";
import type { ItemDraft } from "./use-item-draft";

/** Names a single token by its contract and number, and says what the chain has to say of it. */
export function ItemFields(props: { item: ItemDraft; chain: string; other: string; isTold: boolean }) {
  const { t } = useLanguage();
  const { typed, change, state } = props.item;
  const isMissing = props.isTold && state === "untyped";
  const needed = t("swaps.item_untyped");
  return (
    <div className="col-span-full grid grid-cols-1 items-start gap-4 sm:grid-cols-2">
      <TextField
        label={t("swaps.itemToken", { chain: props.chain })}
        className="font-mono text-sm"
        placeholder="0x…"
        spellCheck={false}
        autoComplete="off"
        value={typed.token}
        error={state === "bad-token" ? t("swaps.item_bad-token") : isMissing && typed.token === "" ? needed : undefined}
        onChange={(event) => change({ ...typed, token: event.target.value })}
      />
      <TextField
        label={t("swaps.itemNumber")}
        hint={t("swaps.itemNumberHint")}
        inputMode="text"
        autoComplete="off"
        value={typed.number}
        error={
          state === "bad-number" ? t("swaps.item_bad-number") : isMissing && typed.number === "" ? needed : undefined
        }
        onChange={(event) => change({ ...typed, number: event.target.value })}
      />
      <ItemStatus {...props} />
    </div>
  );
}

/** How a named token stands. */
export function ItemStatus(props: { item: ItemDraft; chain: string; other: string }) {
  const { t } = useLanguage();
  const nameOf = useNameOf();
  const { state, owner, name, side } = props.item;
  if (state === "untyped" || state === "bad-token" || state === "bad-number") return null;
  const owned = owner ? (nameOf(owner) ?? shortAddress(owner)) : "";
  const words = { chain: props.chain, other: props.other, owner: owned };
  if (state === "reading") return <p className="col-span-full text-sm text-muted">{t("swaps.item_reading", words)}</p>;
  if (state !== "fine") {
    return (
      <Notice tone="bad" role="alert" className="col-span-full">
        {t(`swaps.item_${state}`, words)}
      </Notice>
    );
  }
  return (
    <div className="col-span-full grid grid-cols-1 gap-2" role="status">
      <p>
        {name ? t("swaps.itemCalls", { name: printable(name.slice(0, 40)) }) : null}{" "}
        {t("swaps.itemOwner", { owner: owned })}
      </p>
      <TokenWarning side={side} />
    </div>
  );
}
