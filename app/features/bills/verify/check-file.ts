import { checkHistory, type HistoryCheck, verifyHistory } from "@tallystick/sdk/bills/history";
import { decodeHistory } from "@tallystick/sdk/bills/historyWire";
import type { Reader } from "@tallystick/sdk/chain/actor";

/** Largest file that is looked at: some 10,000 endorsements. */
export const largestFile = 8_000_000;

/** What is wrong with a file; or what the chain says to it, and how long its proof took here. */
export type FileVerdict =
  | { readonly wrong: "size" | "otherBill" | "otherChain" | "invalid"; readonly detail: string }
  | { readonly check: HistoryCheck; readonly links: number; readonly took: number };

/** Proves an exported history by itself, and asks the chain whether it has the same. */
export async function checkFile(reader: Reader, id: bigint, file: Blob): Promise<FileVerdict> {
  if (file.size > largestFile) return { wrong: "size", detail: "" };
  const begun = performance.now();
  try {
    const history = decodeHistory(JSON.parse(await file.text()));
    verifyHistory(history);
    const took = performance.now() - begun;
    if (history.id !== id) return { wrong: "otherBill", detail: "" };
    if (history.chainId !== reader.network.chainId) return { wrong: "otherChain", detail: String(history.chainId) };
    const links = history.lots.reduce((sum, lot) => sum + lot.links.length, 0);
    return { check: await checkHistory(reader, history), links, took };
  } catch (error) {
    if (error instanceof SyntaxError) return { wrong: "invalid", detail: "JSON" };
    const { code, details } = error as { code?: unknown; details?: { field?: unknown } };
    if (code === "HistoryInvalid") return { wrong: "invalid", detail: String(details?.field ?? "") };
    throw error;
  }
}
