import type { TransactionReceipt } from "viem";
import type { Config } from "wagmi";
import type { Act } from "./send.ts";

/** `send.act`, loaded when somebody acts for the first time: it brings every contract's errors and half of viem. */
export async function act(config: Config, request: Act): Promise<readonly TransactionReceipt[]> {
  const send = await import("./send.ts");
  return send.act(config, request);
}
