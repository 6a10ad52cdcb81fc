import type { SignedOrder } from "@tallystick/sdk/market/order";
import type { Network } from "@tallystick/sdk/networks";
import { type Address, isAddress } from "viem";

/** Tokens whose orders the relayer sends: play money on local chains, elsewhere those in `TALLYSTICK_RELAYER_TOKENS`. */
function tokensOf(
  { isLocal, deployment }: Network,
  env: Readonly<Record<string, string | undefined>>,
): readonly Address[] {
  const named = env["TALLYSTICK_RELAYER_TOKENS"]?.split(",").map((each) => each.trim()) ?? [];
  const tokens = isLocal ? [deployment?.eurx, deployment?.usdx] : named;
  return tokens.filter((each): each is Address => each !== undefined && isAddress(each, { strict: false }));
}

/**
 * Whether the relayer pays the gas of an order. Not of a free one, which nobody has to sign, nor of one in a token it does
 * not know, which may be a stranger's own and take any signature: both could be made up without end.
 */
export function isSponsored(
  { terms }: SignedOrder,
  network: Network,
  env: Readonly<Record<string, string | undefined>> = process.env,
): boolean {
  const token = terms.token.toLowerCase();
  return terms.price > 0n && tokensOf(network, env).some((each) => each.toLowerCase() === token);
}
