"use client";

import { useNameOf } from "@/components/account-field";
import { AddressText } from "@/components/address";

/** Debtor, creditor or holder: by his persona's name where he has one. */
export function Party(props: { account: string; plain?: boolean }) {
  const nameOf = useNameOf();
  return <AddressText address={props.account} label={nameOf(props.account)} plain={props.plain ?? false} />;
}
