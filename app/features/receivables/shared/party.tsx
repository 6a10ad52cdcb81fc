"use client";

import { useNameOf } from "@/components/account-field";
import { AddressText } from "@/components/address";

/** The same for paper and for comparison: the whole of the account. */
export function WholeParty(props: { account: string }) {
  const nameOf = useNameOf();
  const name = nameOf(props.account);
  return (
    <span>
      {name ? `${name} ` : null}
      <WholeText value={props.account} />
    </span>
  );
}

/** An account or a hash, all of it. */
export function WholeText(props: { value: string }) {
  return <span className="font-mono text-[0.86em] break-all">{props.value}</span>;
}

/** Debtor, creditor or holder: by his persona's name where he has one. */
export function Party(props: { account: string; plain?: boolean }) {
  const nameOf = useNameOf();
  return <AddressText address={props.account} label={nameOf(props.account)} plain={props.plain ?? false} />;
}
