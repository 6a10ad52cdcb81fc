import type { Address } from "viem";
import type { Config } from "wagmi";
import { getConnection } from "wagmi/actions";
import { shortAddress } from "../format.ts";
import { ActError } from "./types.ts";

/** The wallet as it is now, against the person and the chain an act was begun with. */
export function mustBe(config: Config, { account, chainId }: { account: Address; chainId: number }): void {
  const now = getConnection(config);
  if (now.status !== "connected" || !now.address) throw new ActError({ code: "notConnected", values: {} });
  if (now.address.toLowerCase() !== account.toLowerCase()) {
    throw new ActError({
      code: "accountChanged",
      values: { expected: shortAddress(account), actual: shortAddress(now.address) },
    });
  }
  if (now.chainId !== chainId) {
    throw new ActError({ code: "wrongNetwork", values: { expected: String(chainId), actual: String(now.chainId) } });
  }
}
