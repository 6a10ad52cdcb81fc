import type { uploadTypedData } from "@tallystick/sdk/gateway/typedData";
import { signUpload } from "@tallystick/sdk/gateway/upload";
import { encodeUpload } from "@tallystick/sdk/gateway/wire";
import { deployed, networkOf } from "@tallystick/sdk/networks";
import type { Address, Hex } from "viem";
import { generatePrivateKey, type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts";
import { readConfig } from "../src/config.ts";
import { type Gateway, type Overrides, startGateway } from "../src/gateway.ts";
import { memoryLog, temporaryFolder } from "./support.ts";

/** Where nobody listens: for tests in which the chain plays no part. */
export const NO_CHAIN = "http://127.0.0.1:1";

export type Running = Gateway & {
  store: string;
  lines: string[];
  market: Address;
  /** Value of the header of an upload pass of this account. */
  pass(account?: PrivateKeyAccount, changes?: { keeper?: Address; now?: number; chainId?: number }): Promise<string>;
};

type Environment = Record<string, string>;

/** A gateway on a free port and in a folder of its own, gone when the test is over. */
export async function runGateway(
  context: { after(act: () => Promise<unknown>): void },
  environment: Environment = {},
  overrides: Overrides = {},
): Promise<Running> {
  const log = memoryLog();
  const store = environment.TALLYSTICK_GATEWAY_STORE ?? (await temporaryFolder(context));
  const config = readConfig({
    TALLYSTICK_PORT_GATEWAY: "0",
    TALLYSTICK_GATEWAY_STORE: store,
    TALLYSTICK_GATEWAY_RPC: NO_CHAIN,
    TALLYSTICK_GATEWAY_MIN_FREE: "0",
    ...environment,
  });
  const gateway = await startGateway(config, log, overrides);
  context.after(() => gateway.close());
  const market = config.market ?? deployed(networkOf(config.chainId)).market;
  const somebody = privateKeyToAccount(generatePrivateKey());
  return {
    ...gateway,
    store,
    market,
    lines: log.lines,
    async pass(account = somebody, { keeper = gateway.address as Address, now, chainId = config.chainId } = {}) {
      const sign = (data: ReturnType<typeof uploadTypedData>): Promise<Hex> => account.signTypedData(data);
      return encodeUpload(await signUpload(chainId, market, account.address, keeper, sign, now));
    },
  };
}
