"use client";

import { Notice } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import type { Side } from "../desk/quotes";
import { useIsKnown } from "./asset-words";

/** Warns of a token that this site does not know: what it says of itself may be anything. Nothing for those that it knows. */
export function TokenWarning(props: { side: Side; className?: string }) {
  const { t } = useLanguage();
  const isKnown = useIsKnown();
  const { chainId, asset } = props.side;
  if (asset.kind === "native" || isKnown({ chainId, asset })) return null;
  const key = asset.kind === "erc20" ? "swaps.unknownToken" : "swaps.unknownItem";
  return (
    <Notice tone="warn" className={props.className ?? ""}>
      <span className="wrap-anywhere">{t(key, { token: asset.token })}</span>
    </Notice>
  );
}
