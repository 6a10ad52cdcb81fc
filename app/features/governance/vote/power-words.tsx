"use client";

import { powerReasons } from "@tallystick/sdk/governance/powerReasons";
import type { Proposal } from "@tallystick/sdk/governance/readProposal";
import { useQuery } from "@tanstack/react-query";
import type { Address } from "viem";
import { Power, usePowerText } from "@/components/power";
import { usePersonaName } from "@/features/wallet/persona";
import { useLanguage } from "@/i18n/context";
import { formatTime, shortAddress } from "@/lib/format";
import { useReader } from "@/lib/reader";

/** The power that an account votes with, and why it is that much. */
export function PowerWords(props: { proposal: Proposal; account: Address; power: bigint }) {
  const { t, locale } = useLanguage();
  const say = usePowerText();
  const reader = useReader();
  const { proposal, account, power } = props;
  const { data: why } = useQuery({
    queryKey: ["power-reasons", reader.network.chainId, account, proposal.snapshot],
    // The past does not change, and is walked back to through the token's events: only while it matters.
    staleTime: Number.POSITIVE_INFINITY,
    enabled: proposal.state === "active",
    queryFn: () => powerReasons(reader, account, proposal.snapshot),
  });
  const delegate = usePersonaName(why?.delegate);
  return (
    <div>
      <p>
        {t("voting.power")} <Power value={power} className="font-semibold" />
      </p>
      <p className="text-sm text-muted">{t("voting.powerAt", { time: formatTime(proposal.snapshot, locale) })}</p>
      {why ? (
        <ul className="mt-1.5 grid list-disc gap-0.5 pl-5 text-sm text-muted">
          {why.own > 0n ? <li>{t("voting.whyOwn", { amount: say(why.own) })}</li> : null}
          {why.received > 0n ? <li>{t("voting.whyReceived", { amount: say(why.received) })}</li> : null}
          {why.isRenounced ? <li>{t("voting.whyRenounced", { amount: say(why.balance) })}</li> : null}
          {!why.isRenounced && why.balance > why.own ? (
            <li>
              {t("voting.whyAway", { amount: say(why.balance), delegate: delegate ?? shortAddress(why.delegate) })}
            </li>
          ) : null}
          {power === 0n && why.balance === 0n ? <li>{t("voting.whyNothing")}</li> : null}
        </ul>
      ) : null}
    </div>
  );
}
