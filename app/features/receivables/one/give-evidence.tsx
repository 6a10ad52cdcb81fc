"use client";

import { attestEvidence, isInRole } from "@tallystick/sdk/instruments/evidence";
import { documentHash, type ReceivableTerms } from "@tallystick/sdk/instruments/terms";
import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import type { Address, Hex } from "viem";
import { Digest } from "@/components/digest";
import { ProblemNotice } from "@/components/problem-notice";
import { Button, Notice } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { useContracts, useReader } from "@/lib/reader";
import { useActing } from "@/lib/tx/use-acting";
import { useSigning } from "@/lib/use-signing";
import { shownNumber } from "../shared/number";
import type { Stream } from "../shared/status";

/** Writes the fingerprint of a document in a stream, for who has its role; nothing for others. */
export function GiveEvidence(props: { terms: ReceivableTerms; stream: Stream; account: Address }) {
  const { t } = useLanguage();
  const { terms, stream, account } = props;
  const reader = useReader();
  const { evidence } = useContracts();
  const hashing = useSigning();
  const { run, busy, problem } = useActing();
  const [hash, setHash] = useState<Hex>();
  const [given, setGiven] = useState(false);
  const field = useId();
  const may = useQuery({
    queryKey: ["evidence-role", reader.network.chainId, terms.number, terms.debtor, terms.creditor, stream, account],
    queryFn: () => isInRole(reader, terms, stream, account),
    staleTime: 60_000,
  });
  if (!may.data) return null;
  const take = async (file: File | undefined) => {
    setHash(undefined);
    setGiven(false);
    if (file) setHash(await hashing.run(async () => documentHash(new Uint8Array(await file.arrayBuffer()))));
  };
  const give = (of: Hex) =>
    run(() => ({
      title: { key: "tx.giveEvidence", values: { number: shownNumber(terms.number) } },
      calls: [attestEvidence(evidence, terms, stream, of)],
    }));
  return (
    <details>
      <summary>{t("receivables.give")}</summary>
      <div className="mt-3 grid gap-3">
        <label htmlFor={field} className="text-sm font-medium">
          {t("receivables.giveFile")}
        </label>
        <input id={field} type="file" className="text-sm" onChange={(event) => void take(event.target.files?.[0])} />
        {hash ? <Digest value={hash} /> : null}
        <p className="text-sm text-muted">{t("receivables.giveAlways")}</p>
        <ProblemNotice problem={hashing.problem ?? problem} />
        {given ? (
          <Notice tone="good" role="status">
            {t("receivables.given")}
          </Notice>
        ) : (
          <Button
            className="justify-self-start"
            busy={busy || hashing.busy}
            disabled={!hash}
            onClick={() => hash && void give(hash).then(setGiven)}
          >
            {t("receivables.giveNow")}
          </Button>
        )}
      </div>
    </details>
  );
}
