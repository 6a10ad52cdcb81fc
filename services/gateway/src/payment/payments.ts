import type { Payment } from "@tallystick/sdk/gateway/payment";
import type { KeyRequest, Tariff } from "@tallystick/sdk/gateway/typedData";
import { type Address, type Hex, isAddressEqual } from "viem";
import { isSignedByKey } from "../chain/signers.ts";
import type { TabsChain } from "../chain/tabsChain.ts";
import { Denial, type Figures } from "../keys/denial.ts";
import type { Standing } from "../keys/standing.ts";
import type { Writer } from "../store/writer.ts";
import { sells, type Tariffs, tariffFor } from "./tariffs.ts";
import type { Charge, Vouchers } from "./vouchers.ts";

/** A charge that waits to be written with the answer. */
export type Due = {
  charge: Charge;
  figures: Figures;
  /** The voucher is a contract wallet's, which may call it void at any time. */
  revocable: boolean;
};

export type Payments = {
  /**
   * What a reader without a right has to pay, once he offers enough. Undefined when nobody sells him this by use.
   *
   * @throws `Denial` with `payment-required`, `bad-payment` or `tab-exhausted`
   */
  due(request: KeyRequest, standing: Standing, payment: Payment | undefined): Promise<Due | undefined>;
  /** Takes a payment within the transaction of the answer. False when it pays too little, or paid for something else. */
  take(due: Due): boolean;
  /**
   * Takes the payment of a contract wallet: writes it down and settles it on the chain before anything is released.
   *
   * @throws `Denial` with `bad-payment` when it can't be settled; the charge is undone then
   */
  takeNow(due: Due, blockNumber: bigint): Promise<void>;
};

export function createPayments(deps: {
  tabs: TabsChain;
  tariffs: Tariffs;
  vouchers: Vouchers;
  writer: Writer;
  /** No other keeper takes vouchers for the same accesses. */
  alone: boolean;
  isSigned: (hash: Hex, address: Address, signature: Hex) => Promise<boolean>;
  /** Settles a tab's newest voucher on the chain. False when the chain refuses it. */
  settle: (id: Hex) => Promise<boolean>;
  now: () => number;
}): Payments {
  const { tabs, tariffs, vouchers, writer } = deps;

  const offered = (request: KeyRequest, { owner, timestamp }: Standing) => {
    const now = Math.max(Math.floor(deps.now() / 1000), Number(timestamp));
    return owner === undefined
      ? []
      : tariffs.of(request.dataset, owner, now).filter(({ value }) => sells(value, request));
  };

  const chargeOf = async (request: KeyRequest, tariff: Tariff, payment: Payment, blockNumber: bigint): Promise<Due> => {
    const { price } = tariff;
    const { tab, owed } = payment;
    const id = tabs.idOf(tab);
    const figures: Figures = { price };
    if (!isAddressEqual(tab.reader, request.reader)) throw new Denial("bad-payment", { blockNumber, figures });
    const digest = tabs.digestOf(id, owed);
    const revocable = !isSignedByKey(digest, tab.reader, payment.voucherSignature);
    if (revocable && !(await deps.isSigned(digest, tab.reader, payment.voucherSignature))) {
      throw new Denial("bad-payment", { blockNumber, figures });
    }
    const { claimed, available } = await tabs.stateOf(id);
    const known = vouchers.owed(id);
    const told = { price, owed: known > claimed ? known : claimed, available };
    if (owed > available) throw new Denial("tab-exhausted", { blockNumber, figures: told });
    const thing = `${request.dataset}/${request.version}/${request.segments}`;
    const at = Math.floor(deps.now() / 1000);
    const charge = { id, payment, thing, price, claimed, alone: deps.alone, at };
    return { charge, figures: told, revocable };
  };

  return {
    async due(request, standing, payment) {
      const { blockNumber } = standing;
      const [cheapest, ...others] = offered(request, standing);
      if (cheapest === undefined) return undefined;
      if (payment === undefined) {
        throw new Denial("payment-required", { blockNumber, figures: { price: cheapest.value.price } });
      }
      const tariff = tariffFor([cheapest, ...others], payment.tab);
      if (tariff === undefined) {
        throw new Denial("bad-payment", { blockNumber, figures: { price: cheapest.value.price } });
      }
      return await chargeOf(request, tariff, payment, blockNumber);
    },
    take: ({ charge }) => vouchers.charge(charge),
    async takeNow({ charge, figures }, blockNumber) {
      const before = vouchers.newest(charge.id);
      const refusal = () => new Denial("bad-payment", { blockNumber, figures });
      if (!(await writer.write(() => vouchers.charge(charge)))) throw refusal();
      // The same access once more, or one that another keeper has settled.
      if (charge.claimed >= charge.payment.owed) return;
      const settled = await deps.settle(charge.id).catch(async (error: unknown) => {
        await writer.write(() => vouchers.undo(charge, before));
        throw error;
      });
      if (settled) return;
      await writer.write(() => vouchers.undo(charge, before));
      throw refusal();
    },
  };
}
