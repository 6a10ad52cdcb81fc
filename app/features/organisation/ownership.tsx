"use client";

import {
  acceptOwnership,
  cancelOwnershipOffer,
  dissolveOrganisation,
  offerOwnership,
} from "@tallystick/sdk/identity/organisations";
import type { IndexedOrganisationDetail } from "@tallystick/sdk/indexer/tables";
import { type FormEvent, useState } from "react";
import { type Address, isAddress, zeroAddress } from "viem";
import { AddressText } from "@/components/address";
import { ProblemNotice } from "@/components/problem-notice";
import { Button, Facts, Notice, TextField } from "@/components/ui";
import { usePersonas } from "@/features/wallet/persona";
import { useLanguage } from "@/i18n/context";
import { shortAddress } from "@/lib/format";
import { useContracts } from "@/lib/reader";
import { useActing } from "@/lib/tx/use-acting";

const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

/** Who stands above the officers, and the two steps by which that changes. */
export function Ownership(props: { detail: IndexedOrganisationDetail; account: Address }) {
  const { detail, account } = props;
  const { t } = useLanguage();
  const personas = usePersonas();
  const { organisations } = useContracts();
  const { run, busy, problem } = useActing();
  const [to, setTo] = useState("");
  const [tried, setTried] = useState(false);
  const owner = same(detail.owner, account);
  const offered = detail.offeredTo !== zeroAddress;
  const good = isAddress(to.trim(), { strict: false });
  const nameOf = (address: string) => personas.find((each) => same(each.address, address))?.name;

  async function offer(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (!good) return;
    const next = to.trim() as Address;
    const done = await run(() => ({
      title: { key: "tx.handOver", values: { account: shortAddress(next) } },
      calls: [offerOwnership(organisations, detail.id, next)],
    }));
    if (done) setTo("");
  }

  return (
    <div className="grid gap-4">
      <Facts
        rows={[[t("organisation.owner"), <AddressText key="o" address={detail.owner} label={nameOf(detail.owner)} />]]}
      />
      {offered ? (
        <Notice tone="warn">
          {t("organisation.offeredTo")} <AddressText address={detail.offeredTo} label={nameOf(detail.offeredTo)} />
          <div className="mt-2 flex gap-2">
            {same(detail.offeredTo, account) ? (
              <Button
                small
                look="primary"
                busy={busy}
                onClick={() =>
                  void run(() => ({
                    title: { key: "tx.acceptHandover" },
                    calls: [acceptOwnership(organisations, detail.id)],
                  }))
                }
              >
                {t("organisation.accept")}
              </Button>
            ) : null}
            {owner ? (
              <Button
                small
                busy={busy}
                onClick={() =>
                  void run(() => ({
                    title: { key: "tx.cancelHandover" },
                    calls: [cancelOwnershipOffer(organisations, detail.id)],
                  }))
                }
              >
                {t("organisation.takeBack")}
              </Button>
            ) : null}
          </div>
        </Notice>
      ) : null}
      {owner && detail.status === "active" ? (
        <details>
          <summary className="font-medium">{t("organisation.ownerActs")}</summary>
          <form onSubmit={(event) => void offer(event)} className="mt-3 grid items-end gap-3 sm:grid-cols-[1fr_auto]">
            <TextField
              label={t("organisation.handOverTo")}
              value={to}
              spellCheck={false}
              onChange={(event) => setTo(event.target.value)}
              error={tried && !good ? t("common.badAddress") : undefined}
            />
            <Button type="submit" busy={busy}>
              {t("organisation.handOver")}
            </Button>
          </form>
          <Button
            look="danger"
            className="mt-4"
            busy={busy}
            onClick={() =>
              void run(() => ({
                title: { key: "tx.dissolve" },
                calls: [
                  dissolveOrganisation(
                    organisations,
                    detail.id,
                    detail.members.map((member) => member.account),
                  ),
                ],
              }))
            }
          >
            {t("organisation.dissolve")}
          </Button>
        </details>
      ) : null}
      <ProblemNotice problem={problem} />
    </div>
  );
}
