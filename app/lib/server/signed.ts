import { bounded } from "@tallystick/sdk/chain/bounded";
import { chainOf, type Network } from "@tallystick/sdk/networks";
import { createPublicClient, http } from "viem";
import { rpcUrlOf } from "../config.ts";
import type { SignatureCheck } from "./sign-in.ts";

const timeout = 5_000;

/**
 * Tells whether the account of a message signed it: by its own key, which needs no chain, else by what its contract says
 * (ERC-1271), deployed or not (ERC-6492).
 */
export function signatureCheck(networks: readonly Network[], ask: typeof fetch = fetch): SignatureCheck {
  return async ({ chainId, ...signed }) => {
    const network = networks.find((each) => each.chainId === chainId);
    if (!network) return "notSigned";
    let unanswered = 0;
    const counted: typeof fetch = async (...call) => {
      unanswered += 1;
      const response = await ask(...call);
      const text = await response.text();
      if (response.ok) unanswered -= 1;
      return new Response(text, response);
    };
    const client = createPublicClient({
      chain: chainOf(network),
      transport: bounded(http(rpcUrlOf(network), { timeout, retryCount: 0, fetchFn: counted })),
      ccipRead: false,
    });
    const valid = await client.verifyMessage({ ...signed, mode: "eoa" }).catch(() => false);
    if (valid) return "signed";
    // viem says "not valid" also when the node could not be asked.
    return unanswered > 0 ? "chainDown" : "notSigned";
  };
}
