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
 * Whether the relayer pays the gas of a signed payment. Not where nothing is paid, which nobody has to sign, nor in a token
 * it does not know, which may be a stranger's own and take any signature: both could be made up without end.
 */
export function isSponsored(
  payment: { readonly token: Address; readonly amount: bigint },
  network: Network,
  env: Readonly<Record<string, string | undefined>> = process.env,
): boolean {
  const token = payment.token.toLowerCase();
  return payment.amount > 0n && tokensOf(network, env).some((each) => each.toLowerCase() === token);
}
