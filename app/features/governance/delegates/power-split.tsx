"use client";

import type { Holding } from "@tallystick/sdk/governance/power";
import type { Address } from "viem";
import { useNameOf } from "@/components/account-field";
import { AddressText } from "@/components/address";
import { Amount } from "@/components/amount";
import { Facts } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { useContracts } from "@/lib/reader";
import { partsOf } from "./use-holding";

/** Whose tokens an account's power is of, and where the power of its own tokens is. */
export function PowerSplit(props: { account: Address; holding: Holding }) {
  const { account, holding } = props;
  const { t } = useLanguage();
  const { tallyToken } = useContracts();
  const nameOf = useNameOf();
  const { own, received, given } = partsOf(account, holding);
  const amount = (value: bigint) => <Amount value={value} token={tallyToken} />;
  const whole = own + received + given;
  const share = (part: bigint) => (whole === 0n ? 0 : Number((part * 10_000n) / whole) / 100);
  return (
    <>
      <div aria-hidden="true" className="mb-3 flex h-3 overflow-hidden rounded-full bg-sunken">
        <span className="bg-brand" style={{ width: `${share(own)}%` }} />
        <span className="bg-wood" style={{ width: `${share(received)}%` }} />
        <span className="bg-line-strong" style={{ width: `${share(given)}%` }} />
      </div>
      <Facts
        rows={[
          [
            t("delegates.power"),
            <span key="p" className="font-semibold">
              {amount(holding.power)}
            </span>,
          ],
          [t("delegates.own"), <span key="o">{amount(own)}</span>],
          [t("delegates.received"), <span key="r">{amount(received)}</span>],
          [t("delegates.held"), <span key="h">{amount(holding.balance)}</span>],
          ...(given > 0n || holding.isRenounced
            ? [
                [
                  t(holding.isRenounced ? "delegates.renounced" : "delegates.given"),
                  <span key="g" className="inline-flex flex-wrap items-baseline gap-2">
                    {amount(given)}
                    {holding.isRenounced ? null : (
                      <AddressText address={holding.delegate} label={nameOf(holding.delegate)} />
                    )}
                  </span>,
                ] as const,
              ]
            : []),
        ]}
      />
    </>
  );
}
