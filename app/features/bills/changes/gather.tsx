"use client";

import { changeDigest, changeSigners, changeTypedData } from "@tallystick/sdk/bills/billChange";
import { versionOf } from "@tallystick/sdk/instruments/lots";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { isAddressEqual } from "viem";
import { ProblemNotice } from "@/components/problem-notice";
import { QueryState } from "@/components/query-state";
import { LinkField } from "@/components/share-link";
import { SignedWords } from "@/components/signed-words";
import { Badge, Button, Notice } from "@/components/ui";
import { Party } from "@/features/receivables/shared/party";
import { useAccount } from "@/features/wallet/use-account";
import { useLanguage } from "@/i18n/context";
import { formatTime } from "@/lib/format";
import { useContracts, useReader, useSign } from "@/lib/reader";
import { useActing } from "@/lib/tx/use-acting";
import { useChainNow } from "@/lib/use-chain-now";
import { useSigning } from "@/lib/use-signing";
import type { WholeBill } from "../shared/load";
import { callOf, isChangeable, withBill } from "./change";
import { changePath, type HandedChange } from "./handed-change";
import { signaturesSoFar } from "./signed";

/** What all parties sign together: who has, who has not yet, the link to hand on, and the act once all have. */
export function Gather(props: {
  handed: HandedChange;
  /** The bill that ends; none where it is paper. */
  old?: WholeBill;
  /** What it changes, shown. */
  children?: ReactNode;
  /** Shown in the place of the buttons once it is done. */
  done: ReactNode;
}) {
  const { t, locale } = useLanguage();
  const reader = useReader();
  const queries = useQueryClient();
  const sign = useSign();
  const now = useChainNow();
  const { billsChanges } = useContracts();
  const { address } = useAccount();
  const signing = useSigning();
  const acting = useActing();
  const [isDone, setDone] = useState(false);
  const { handed, old } = props;
  const { change } = handed;
  const { kind, deadline } = change;
  const whole = withBill(change, old);
  const digest = changeDigest(reader.network, whole);
  const people = changeSigners(whole);
  const key = ["bill-change", digest, people.join()];
  const found = useQuery({
    queryKey: [...key, Object.keys(handed.signatures).join()],
    queryFn: () => signaturesSoFar(reader, digest, people, handed.signatures),
  });
  const root = old?.history.lots[0]?.id;
  const version = useQuery({
    queryKey: ["lot-version", reader.network.chainId, String(root)],
    enabled: root !== undefined,
    queryFn: () => versionOf(reader, root ?? 0n),
    refetchInterval: 10_000,
  });
  if (isDone) return <Frame kind={kind}>{props.done}</Frame>;
  const isStale =
    old !== undefined &&
    (!isChangeable(old) || (version.data !== undefined && "version" in change && version.data !== change.version));
  if (isStale || now > deadline) {
    return (
      <Frame kind={kind}>
        <Notice tone="warn">{t(isStale ? "bills.changeStale" : "bills.changeExpired")}</Notice>
      </Frame>
    );
  }
  if (!found.data) {
    return (
      <Frame kind={kind}>
        <QueryState query={found} />
      </Frame>
    );
  }
  const signatures = found.data;
  const call = callOf(billsChanges, whole, signatures);
  const isMine = people.some((each) => address && isAddressEqual(each, address));
  const hasSigned = address !== undefined && signatures[address.toLowerCase()] !== undefined;
  const give = () =>
    signing.run(async () => {
      if (!address) return;
      const signature = await sign(changeTypedData(reader.network, whole));
      await signaturesSoFar(reader, digest, people, { ...signatures, [address.toLowerCase()]: signature });
      await queries.invalidateQueries({ queryKey: key });
    });
  const bring = () =>
    acting.run(() => ({
      title: { key: "bills.tx", values: { act: t(`bills.change_${kind}`) } },
      calls: call ? [call] : [],
    }));
  return (
    <Frame kind={kind}>
      {props.children}
      <h3 className="font-medium">{t("bills.changeWho", { n: people.length })}</h3>
      <ul className="grid gap-1">
        {people.map((each) => (
          <li key={each} className="flex flex-wrap items-baseline justify-between gap-2 border-t border-line pt-1">
            <Party account={each} plain />
            {signatures[each.toLowerCase()] ? (
              <Badge tone="brand">{t("bills.changeSigned")}</Badge>
            ) : (
              <Badge tone="wood">{t("bills.changeMissing")}</Badge>
            )}
          </li>
        ))}
      </ul>
      <p className="text-sm text-muted">{t("bills.changeUntil", { time: formatTime(deadline, locale) })}</p>
      {isMine && !hasSigned ? (
        <>
          <SignedWords>{t(`bills.changeSays_${kind}`)}</SignedWords>
          <Button look="primary" className="justify-self-start" busy={signing.busy} onClick={() => void give()}>
            {t("bills.sign")}
          </Button>
        </>
      ) : null}
      <ProblemNotice problem={signing.problem ?? acting.problem} />
      {call ? (
        <>
          <p>{t("bills.changeAll")}</p>
          <Button
            look="primary"
            className="justify-self-start"
            busy={acting.busy}
            disabled={!address}
            onClick={() => void bring().then(setDone)}
          >
            {t(`bills.change_${kind}`)}
          </Button>
        </>
      ) : (
        <LinkField
          path={changePath({ change, signatures })}
          label={t("bills.changeLink")}
          hint={t("bills.changeLinkHint")}
        />
      )}
    </Frame>
  );
}

function Frame(props: { kind: HandedChange["change"]["kind"]; children: ReactNode }) {
  const { t } = useLanguage();
  return (
    <section aria-labelledby="change" className="card grid gap-3 border-brand p-5">
      <h2 id="change" className="text-xl">
        {t(`bills.changeTitle_${props.kind}`)}
      </h2>
      <p className="text-sm text-muted">{t(`bills.changeLead_${props.kind}`)}</p>
      {props.children}
    </section>
  );
}
