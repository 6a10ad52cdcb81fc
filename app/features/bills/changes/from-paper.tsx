"use client";

import { type BillFace, billId } from "@tallystick/sdk/bills/face";
import { kindName } from "@tallystick/sdk/instruments/links";
import { useId, useState } from "react";
import type { Address, Hex } from "viem";
import { AccountField, accountIn } from "@/components/account-field";
import { Digest } from "@/components/digest";
import { CheckField, SelectField } from "@/components/fields";
import { Button, Notice, TextField } from "@/components/ui";
import { Party } from "@/features/receivables/shared/party";
import { useAccount } from "@/features/wallet/use-account";
import { useLanguage } from "@/i18n/context";
import { useContracts, useReader } from "@/lib/reader";
import { useChainNow } from "@/lib/use-chain-now";
import { emptyDraft } from "../draw/draft";
import { FaceForm } from "../draw/face-form";
import { BillFront } from "../paper/front";
import { dateText, dayAt } from "../shared/dates";
import { FileHash } from "../shared/file-hash";
import { useLaws } from "../shared/use-laws";
import { type PaperEndorsement, paperLinks } from "./change";
import { NewBill } from "./changed";
import { Gather } from "./gather";
import type { HandedChange } from "./handed-change";
import { month, openChange } from "./propose";

interface Row {
  readonly to: string;
  readonly kind: PaperEndorsement["kind"];
}

const kinds = ["withRecourse", "withoutRecourse", "noFurther"] as const;

/** A bill that stands on paper, as its parties put it here: what the paper says, and its file. */
export function FromPaper(props: { first: Address }) {
  const { t } = useLanguage();
  const { address } = useAccount();
  const now = useChainNow();
  const { chainId } = useReader().network;
  const { bills } = useContracts();
  const [draft, setDraft] = useState(() => emptyDraft(props.first));
  const [drawer, setDrawer] = useState<string>();
  const [drawnOn, setDrawnOn] = useState<string>();
  const [isAccepted, setAccepted] = useState(true);
  const [rows, setRows] = useState<readonly Row[]>([]);
  const [paper, setPaper] = useState<Hex>();
  const legend = useId();
  const shownDrawer = drawer ?? address ?? "";
  const account = accountIn(shownDrawer);
  const endorsements = rows.flatMap(({ to, kind }): readonly PaperEndorsement[] => {
    const found = accountIn(to);
    return found ? [{ to: found, kind }] : [];
  });
  const change = (at: number, row: Partial<Row>) =>
    setRows(rows.map((each, i) => (i === at ? { ...each, ...row } : each)));
  const propose = (next: BillFace) => {
    if (!paper) return;
    const links = paperLinks(next, endorsements);
    openChange({
      ...{ kind: "fromPaper", next, place: { chainId, bills }, paper, isAccepted, links },
      deadline: now + month,
    });
  };
  return (
    <div className="grid max-w-3xl gap-5">
      <Notice title={t("bills.fromPaper")}>{t("bills.does_fromPaper")}</Notice>
      <FaceForm
        draft={draft}
        onChange={setDraft}
        drawer={account ?? props.first}
        drawnOn={drawnOn || dateText(dayAt(now))}
        act={t("bills.propose")}
        isAccepted={isAccepted}
        isIncomplete={!account || !paper || endorsements.length !== rows.length}
        onFace={propose}
        before={
          <div className="card grid gap-4 p-5">
            <AccountField label={t("bills.drawer")} value={shownDrawer} onChange={setDrawer} />
            <TextField
              type="date"
              label={t("bills.drawnOn")}
              hint={t("bills.drawnOnHint")}
              value={drawnOn ?? dateText(dayAt(now))}
              onChange={(event) => setDrawnOn(event.target.value)}
            />
          </div>
        }
      >
        <fieldset className="card grid gap-4 p-5" aria-describedby={legend}>
          <legend className="sr-only">{t("bills.onPaper")}</legend>
          <p id={legend} className="text-sm text-muted">
            {t("bills.onPaperLead")}
          </p>
          <CheckField
            label={t("bills.paperIsAccepted")}
            hint={t("bills.paperIsAcceptedHint")}
            checked={isAccepted}
            onChange={setAccepted}
          />
          {rows.map((row, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: an endorsement's place is what it is
            <div key={i} className="grid gap-3 border-t border-line pt-3">
              <AccountField
                label={t("bills.endorsedTo", { n: i + 1 })}
                value={row.to}
                onChange={(to) => change(i, { to })}
              />
              <SelectField<Row["kind"]>
                label={t("bills.endorsedHow", { n: i + 1 })}
                value={row.kind}
                options={kinds.map((value) => ({ value, label: t(`bills.kind_${value}`) }))}
                onChange={(kind) => change(i, { kind })}
              />
              <Button small className="justify-self-start" onClick={() => setRows(rows.filter((_, at) => at !== i))}>
                {t("bills.endorsedLess", { n: i + 1 })}
              </Button>
            </div>
          ))}
          <Button
            small
            className="justify-self-start"
            onClick={() => setRows([...rows, { to: "", kind: "withRecourse" }])}
          >
            {t("bills.endorsedMore")}
          </Button>
          <FileHash
            label={t("bills.paperFile")}
            hint={t("bills.fromPaperFileHint")}
            value={paper}
            onChange={setPaper}
          />
        </fieldset>
      </FaceForm>
    </div>
  );
}

/** A bill from paper that a link brought, to be signed by all. */
export function FromPaperHanded(props: { handed: HandedChange }) {
  const { t } = useLanguage();
  const laws = useLaws();
  const { change } = props.handed;
  if (change.kind !== "fromPaper") return null;
  const { next, place, isAccepted, links, paper } = change;
  return (
    <div className="max-w-3xl">
      <Gather handed={props.handed} done={<NewBill id={billId(place.chainId, place.bills, next)} />}>
        <BillFront
          face={next}
          rules={laws.find(({ id }) => id === next.rules)?.name}
          accepted={isAccepted ? next.unit : 0n}
        />
        <ol className="grid gap-1">
          {links.map(({ from, to, kind }, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: an endorsement's place is what it is
            <li key={i} className="flex flex-wrap items-baseline gap-x-2 border-t border-line pt-1">
              <Party account={from} plain />
              <span aria-hidden="true">→</span>
              <Party account={to} plain />
              <span className="text-sm font-medium">{t(`bills.kind_${kindName(kind) ?? "division"}`)}</span>
            </li>
          ))}
        </ol>
        <p>
          {t("bills.paperHash")} <Digest value={paper} />
        </p>
      </Gather>
    </div>
  );
}
