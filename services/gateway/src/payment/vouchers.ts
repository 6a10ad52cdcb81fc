import type { DatabaseSync } from "node:sqlite";
import type { Payment } from "@tallystick/sdk/gateway/payment";
import type { Tab } from "@tallystick/sdk/market/voucher";
import type { Hex } from "viem";

/** How long an access is remembered: a lost answer is asked for again soon. */
const REMEMBER_SECONDS = 3_600;

/** A tab's newest voucher. */
export type Voucher = {
  id: Hex;
  tab: Tab;
  owed: bigint;
  signature: Hex;
  /** Unix seconds of when it came. */
  at: number;
  /** What the chain was last seen to have settled. */
  claimed: bigint;
  /** To be settled at once: the tab is closing, or its reader's wallet may change its mind. */
  urgent: boolean;
};

/** An access to be paid for. */
export type Charge = {
  id: Hex;
  payment: Payment;
  /** Names what is read: an access pays for one thing. */
  thing: string;
  price: bigint;
  claimed: bigint;
  /** Whether what is claimed on the chain counts as known to be owed: where no other keeper could have settled it. */
  alone: boolean;
  at: number;
};

export type Vouchers = {
  newest(id: Hex): Voucher | undefined;
  /** What the next voucher's total must exceed by the price. */
  owed(id: Hex): bigint;
  /**
   * Takes a voucher for an access. To be called within a transaction. False, and nothing is changed, when it pays less
   * than the price on top of what is owed, or names an access that paid for something else.
   */
  charge(charge: Charge): boolean;
  /** Puts back what a charge replaced. To be called within a transaction. */
  undo(charge: Charge, before: Voucher | undefined): void;
  noteClaimed(id: Hex, claimed: bigint): void;
  markUrgent(id: Hex): void;
  /** Vouchers with more owed than was claimed. */
  unsettled(): Voucher[];
};

type Row = Record<string, unknown>;

function voucherOf(row: Row): Voucher {
  return {
    id: row.tab as Hex,
    tab: JSON.parse(String(row.parties)) as Tab,
    owed: BigInt(String(row.owed)),
    signature: row.signature as Hex,
    at: Number(row.at),
    claimed: BigInt(String(row.claimed)),
    urgent: row.urgent === 1,
  };
}

export function createVouchers(database: DatabaseSync): Vouchers {
  const find = database.prepare("SELECT * FROM voucher WHERE tab = ?");
  const put = database.prepare("INSERT OR REPLACE INTO voucher VALUES (?, ?, ?, ?, ?, ?, ?)");
  const remove = database.prepare("DELETE FROM voucher WHERE tab = ?");
  const claim = database.prepare("UPDATE voucher SET claimed = ? WHERE tab = ?");
  const hurry = database.prepare("UPDATE voucher SET urgent = 1 WHERE tab = ?");
  const unsettled = database.prepare("SELECT * FROM voucher WHERE owed <> claimed");
  const findAccess = database.prepare("SELECT owed, thing FROM access WHERE tab = ? AND access = ?");
  const putAccess = database.prepare("INSERT INTO access VALUES (?, ?, ?, ?, ?)");
  const removeAccess = database.prepare("DELETE FROM access WHERE tab = ? AND access = ?");
  const forget = database.prepare("DELETE FROM access WHERE tab = ? AND at < ?");

  const newest: Vouchers["newest"] = (id) => {
    const row = find.get(id);
    return row === undefined ? undefined : voucherOf(row);
  };
  const keep = ({ id, tab, owed, signature, at, claimed, urgent }: Voucher): void =>
    void put.run(id, JSON.stringify(tab), owed.toString(), signature, at, claimed.toString(), urgent ? 1 : 0);

  return {
    newest,
    owed: (id) => newest(id)?.owed ?? 0n,
    charge({ id, payment, thing, price, claimed, alone, at }) {
      const { tab, owed, access, voucherSignature } = payment;
      const before = findAccess.get(id, access);
      // The same access, at this keeper for the second time.
      if (before !== undefined) return before.thing === thing && BigInt(String(before.owed)) === owed;
      const last = newest(id);
      const known = last?.owed ?? 0n;
      const floor = alone && claimed > known ? claimed : known;
      if (owed < floor + price || owed < claimed) return false;
      forget.run(id, at - REMEMBER_SECONDS);
      putAccess.run(id, access, owed.toString(), thing, at);
      keep({ id, tab, owed, signature: voucherSignature, at, claimed, urgent: last?.urgent ?? false });
      return true;
    },
    undo(charge, before) {
      removeAccess.run(charge.id, charge.payment.access);
      if (before === undefined) remove.run(charge.id);
      else keep(before);
    },
    noteClaimed: (id, claimed) => void claim.run(claimed.toString(), id),
    markUrgent: (id) => void hurry.run(id),
    unsettled: () =>
      unsettled
        .all()
        .map(voucherOf)
        .filter(({ owed, claimed }) => owed > claimed),
  };
}
