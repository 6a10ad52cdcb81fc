import { isHex } from "viem";
import type { Reader } from "../chain/actor.ts";
import { TallystickError } from "../errors.ts";
import { partsTogether, type Split } from "../governance/choice.ts";
import { type Proposal, proposalOf } from "../governance/readProposal.ts";
import { type TokenInfo, tokenInfo } from "../market/token.ts";
import { deployed } from "../networks.ts";
import { UsageError } from "./exitCode.ts";
import { amountText } from "./named.ts";

/** Id of a proposal: a decimal number, as other front ends show it, or 0x and 64 digits. */
export function proposalArgument(text: string | undefined): bigint {
  if (text !== undefined && (/^\d{1,78}$/.test(text) || (isHex(text) && text.length === 66))) {
    const id = BigInt(text);
    if (id < 2n ** 256n) return id;
  }
  throw new UsageError(`"${text ?? ""}" is not the id of a proposal: a decimal number, or 0x and 64 digits.`);
}

/** The proposal that was named. */
export async function proposalNamed(reader: Reader, text: string | undefined): Promise<Proposal> {
  const id = proposalArgument(text);
  const found = await proposalOf(reader, id);
  if (found !== undefined) return found;
  const message = `There is no proposal ${id} on this chain.`;
  throw new TallystickError("NoProposal", message, "List them: tallystick proposal list.", { proposal: id });
}

/** The DAO's own token, which power is counted in. */
export function tallyToken(reader: Reader): Promise<TokenInfo> {
  return tokenInfo(reader, deployed(reader.network).tallyToken);
}

/** A tally, or parts of a vote, for people. */
export function splitText(split: Split, token: TokenInfo): string {
  const sides = (["for", "against", "abstain"] as const).filter((side) => split[side] !== 0n);
  if (partsTogether(split) === 0n) return "nothing";
  return sides.map((side) => `${side} ${amountText(split[side], token)}`).join(", ");
}
