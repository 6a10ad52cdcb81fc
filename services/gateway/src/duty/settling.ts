import { tabsAbi } from "@tallystick/sdk/generated/abis/Tabs";
import { encodeFunctionData, type Hex } from "viem";
import type { TabsChain } from "../chain/tabsChain.ts";
import type { Log } from "../log.ts";
import type { Voucher, Vouchers } from "../payment/vouchers.ts";
import type { Sender } from "./sender.ts";

export type Settling = {
  /** Settles a tab's newest voucher now. False when the chain refuses it. */
  settle(id: Hex): Promise<boolean>;
  /** A tab is being closed: its voucher can't wait. */
  hurry(id: Hex): void;
  /** Settles what is worth it, or has waited long enough. */
  tick(): Promise<void>;
};

/** Settles vouchers on the chain, for whoever is their provider: anyone may. */
export function createSettling(options: {
  tabs: TabsChain;
  vouchers: Vouchers;
  sender: Sender;
  /** Base units of unsettled money from which a tab is settled at once. */
  threshold: bigint;
  /** Seconds after which any is. */
  everySeconds: number;
  now: () => number;
  log: Log;
}): Settling {
  const { tabs, vouchers, sender, log } = options;

  const settle = async ({ id, tab, owed, signature }: Voucher): Promise<boolean> => {
    const data = encodeFunctionData({ abi: tabsAbi, functionName: "settle", args: [tab, owed, signature] });
    const outcome = await sender.send(`settle ${id} ${owed}`, { to: tabs.address, data });
    const { claimed } = await tabs.stateOf(id);
    vouchers.noteClaimed(id, claimed);
    log.info("settled", { outcome, tab: id.slice(0, 18) });
    return claimed >= owed;
  };

  const isDue = ({ owed, claimed, at, urgent }: Voucher): boolean =>
    urgent || owed - claimed >= options.threshold || Math.floor(options.now() / 1000) - at >= options.everySeconds;

  return {
    async settle(id) {
      const voucher = vouchers.newest(id);
      return voucher !== undefined && (await settle(voucher));
    },
    hurry: (id) => vouchers.markUrgent(id),
    async tick() {
      for (const voucher of vouchers.unsettled().filter(isDue)) await settle(voucher);
    },
  };
}
