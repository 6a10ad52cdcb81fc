"use client";

import { registerReceivable } from "@tallystick/sdk/instruments/receivables";
import { type ReceivableTerms, receivableId } from "@tallystick/sdk/instruments/terms";
import Link from "next/link";
import { useState } from "react";
import { numberToHex } from "viem";
import { Digest } from "@/components/digest";
import { ProblemNotice } from "@/components/problem-notice";
import { Button, buttonClass, Notice } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { useContracts, useReader } from "@/lib/reader";
import { useActing } from "@/lib/tx/use-acting";
import { shownNumber } from "../shared/number";
import { receivablePath } from "../shared/paths";
import { TermsView } from "../shared/terms-view";

/** All that is signed, before it is; and the way on when it is done. */
export function Preview(props: { terms: ReceivableTerms; onChange: () => void }) {
  const { t } = useLanguage();
  const { terms } = props;
  const { receivables } = useContracts();
  const { chainId } = useReader().network;
  const { run, busy, problem } = useActing();
  const [done, setDone] = useState(false);
  const id = receivableId(chainId, receivables, terms);
  const register = () =>
    run(() => ({
      title: { key: "tx.registerReceivable", values: { number: shownNumber(terms.number) } },
      calls: [registerReceivable(receivables, terms)],
    }));
  return (
    <section aria-labelledby="preview" className="card grid max-w-2xl gap-4 p-5">
      <h2 id="preview" className="text-lg">
        {t("receivables.preview")}
      </h2>
      <TermsView terms={terms} />
      <p className="text-sm">
        <Digest label={t("receivables.idWillBe")} value={numberToHex(id, { size: 32 })} />
      </p>
      <ProblemNotice problem={problem} />
      {done ? (
        <Notice tone="good" role="status" title={t("receivables.registeredNow")}>
          <Link href={receivablePath(id)} className={`mt-2 ${buttonClass("primary")}`}>
            {t("receivables.toReceivable")}
          </Link>
        </Notice>
      ) : (
        <div className="flex flex-wrap gap-3">
          <Button look="primary" busy={busy} onClick={() => void register().then(setDone)}>
            {t("receivables.registerNow")}
          </Button>
          <Button disabled={busy} onClick={props.onChange}>
            {t("receivables.change")}
          </Button>
        </div>
      )}
    </section>
  );
}
