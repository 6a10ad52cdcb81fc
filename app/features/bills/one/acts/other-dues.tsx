"use client";

import { billDue, readFace } from "@tallystick/sdk/bills/billState";
import type { BillFace } from "@tallystick/sdk/bills/face";
import type { Reader } from "@tallystick/sdk/chain/actor";
import type { IndexerOptions } from "@tallystick/sdk/indexer/ask";
import { type IndexedBillStatus, indexedBills } from "@tallystick/sdk/indexer/bills";
import { useQuery } from "@tanstack/react-query";
import { type Address, isAddressEqual } from "viem";
import { useMoney } from "@/components/amount";
import { CheckField } from "@/components/fields";
import { useLanguage } from "@/i18n/context";
import { shortHex } from "@/lib/format";
import { useIndexer, useReader } from "@/lib/reader";
import type { WholeBill } from "../../shared/load";
import { billPath } from "../../shared/paths";

/** Another bill that is to be paid now. */
export interface OtherDue {
  readonly id: bigint;
  readonly face: BillFace;
  /** Base units, interest included. */
  readonly sum: bigint;
}

/** In which something may be due. */
const payable: readonly IndexedBillStatus[] = [
  "accepted",
  "partAccepted",
  "presented",
  "partPaid",
  "dishonoured",
  "protested",
];
/** As many as one transaction pays at ease. */
const most = 20;

/** Other bills in the same token on which the account owes something now, if it is the drawee; the chain says how much. */
export function useOtherDues({ history }: WholeBill, account: Address): readonly OtherDue[] {
  const reader = useReader();
  const indexer = useIndexer();
  const { face, id } = history;
  const { data } = useQuery({
    queryKey: ["bill-other-dues", reader.network.chainId, account, face.token, String(id)],
    enabled: isAddressEqual(face.drawee, account),
    queryFn: () => readDues(reader, indexer, { account, token: face.token, but: id }),
  });
  return data ?? [];
}

async function readDues(
  reader: Reader,
  indexer: IndexerOptions,
  { account, token, but }: { readonly account: Address; readonly token: Address; readonly but: bigint },
): Promise<readonly OtherDue[]> {
  const { chainId } = reader.network;
  const of = { chainId, party: account, role: "drawee", statuses: payable } as const;
  const { items } = await indexedBills(indexer, of, { limit: 100 });
  const others = items.filter((each) => each.id !== but && isAddressEqual(each.token, token)).slice(0, most);
  const found = await Promise.all(
    others.map(async ({ id }): Promise<OtherDue> => {
      // The face is in the id: nothing is paid on the indexer's word.
      const face = await readFace(reader, id);
      const { principal, interest } = await billDue(reader, face);
      return { id, face, sum: principal + interest };
    }),
  );
  return found.filter(({ sum }) => sum > 0n);
}

/** Which of them are paid along, with one transfer. */
export function OtherDues(props: {
  dues: readonly OtherDue[];
  token: Address;
  chosen: readonly bigint[];
  onChange: (chosen: readonly bigint[]) => void;
}) {
  const { t } = useLanguage();
  const { dues, token, chosen, onChange } = props;
  const money = useMoney(token);
  if (dues.length === 0) return null;
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1 text-sm font-medium">{t("bills.payOthers")}</legend>
      {dues.map(({ id, sum }) => (
        <CheckField
          key={String(id)}
          label={t("bills.payOther", { sum: money(sum), id: shortHex(billPath(id).slice("/bills/".length)) })}
          checked={chosen.includes(id)}
          onChange={(isOne) => onChange(isOne ? [...chosen, id] : chosen.filter((each) => each !== id))}
        />
      ))}
    </fieldset>
  );
}
