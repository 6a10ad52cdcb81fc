import { mkdir, open } from "node:fs/promises";
import { join } from "node:path";
import { type KeyRequest, type Receipt, receiptTypedData } from "@tallystick/sdk/gateway/typedData";
import { encodeReceipt, type WireReceipt } from "@tallystick/sdk/gateway/wire";
import type { Address, PrivateKeyAccount } from "viem";
import { isDiskFull, storageFull } from "../problem.ts";

export type ReceiptBook = {
  /**
   * Signs the keeper's answer to a request and writes it down. It is on file before it is returned. Throws `Problem`
   * 507, and signs nothing, when the disk has no room for it.
   */
  issue(request: KeyRequest, receipt: Receipt): Promise<WireReceipt>;
};

/**
 * The keeper's receipts: one JSON line each, one file a day (UTC) in `folder`, in the order they were issued. Every
 * signed receipt is in there, so that a root of them can be anchored and an omission proved.
 */
export async function createReceiptBook(options: {
  folder: string;
  chainId: number;
  market: Address;
  account: PrivateKeyAccount;
  /** Whether the disk has room for a receipt. */
  hasRoom: () => Promise<boolean>;
}): Promise<ReceiptBook> {
  const { folder, chainId, market, account, hasRoom } = options;
  await mkdir(folder, { recursive: true });
  let last: Promise<unknown> = Promise.resolve();

  const append = async (day: string, line: string): Promise<void> => {
    const file = await open(join(folder, `${day}.jsonl`), "a", 0o600);
    try {
      await file.appendFile(line);
      await file.datasync();
    } finally {
      await file.close();
    }
  };

  return {
    async issue(request, value) {
      if (!(await hasRoom())) throw storageFull();
      const signature = await account.signTypedData(receiptTypedData(chainId, market, value));
      const receipt = encodeReceipt({ value, signature });
      const day = new Date(Number(value.at) * 1000).toISOString().slice(0, 10);
      const line = `${JSON.stringify({ request, receipt }, (_, item) => (typeof item === "bigint" ? item.toString() : item))}\n`;
      const written = last.then(() => append(day, line));
      last = written.catch(() => undefined);
      await written.catch((error: unknown) => {
        throw isDiskFull(error) ? storageFull() : error;
      });
      return receipt;
    },
  };
}
