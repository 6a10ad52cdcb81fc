import { type Address, encodeFunctionData, type Hex, hexToBytes } from "viem";
import type { Reader } from "../chain/actor.ts";
import { explainError } from "../chain/explainError.ts";
import type { Policy } from "../data/manifest.ts";
import { isTallystickError } from "../errors.ts";
import { iPolicyAbi } from "../generated/abis/IPolicy.ts";
import { deployed } from "../networks.ts";
import { type AllowLists, type PolicyLeaf, policyEvidence, policyWord } from "./policy.ts";

/** Gas that the market gives a policy (`Policies.GAS`). */
const POLICY_GAS = 200_000n;
const TRUE = `0x${"1".padStart(64, "0")}`;

/** How a policy answers for an account, with the answer of each of its members. */
export interface Admission {
  readonly policy: Policy;
  readonly admitted: boolean;
  /** What the account brings along to be admitted. */
  readonly evidence: Hex;
  /** Of a combination: each member's own answer. */
  readonly members: readonly Admission[];
}

/**
 * Asks a policy, and each of its members, whether it would admit an account now, as the market asks.
 *
 * @param lists where proofs of membership come from; default: none is known
 * @throws `ChainUnreachable`
 */
export async function admission(
  reader: Reader,
  question: { readonly dataset: bigint; readonly account: Address; readonly policy: Policy },
  lists?: AllowLists,
): Promise<Admission> {
  const { dataset, account, policy } = question;
  const deployment = deployed(reader.network);
  const word = policyWord(deployment, policy);
  const evidence = policyEvidence(deployment, policy, account, lists);
  const own = policy.kind === "allOf" || policy.kind === "anyOf" ? policy.members : [];
  const [admitted, members] = await Promise.all([
    isAdmitted(reader, { dataset, account, ...word, evidence }),
    Promise.all(own.map((member) => admission(reader, { dataset, account, policy: member }, lists))),
  ]);
  return { policy, admitted, evidence, members };
}

/**
 * Whether a policy answers exactly `true`, with the gas that the market gives it (`IPolicy.admits`).
 *
 * @throws `ChainUnreachable`
 */
export async function isAdmitted(
  { client, network }: Reader,
  question: {
    readonly dataset: bigint;
    readonly account: Address;
    readonly policy: Address;
    readonly data: Hex;
    readonly evidence: Hex;
  },
): Promise<boolean> {
  const { dataset, account, policy, data, evidence } = question;
  const args = [dataset, account, data, evidence] as const;
  const asked = encodeFunctionData({ abi: iPolicyAbi, functionName: "admits", args });
  try {
    const answer = await client.call({ to: policy, data: asked, gas: callGas(asked) });
    return answer.data?.slice(0, 66) === TRUE;
  } catch (error) {
    const why = explainError(error, { act: "asking the policy", account, network });
    if (isTallystickError(why, "ChainUnreachable")) throw why;
    return false;
  }
}

/** Gas of a call from outside that leaves the policy as much as the market does: what its calldata costs comes on top. */
function callGas(data: Hex): bigint {
  const bytes = hexToBytes(data);
  const zeros = bytes.filter((byte) => byte === 0).length;
  return 21_000n + 4n * BigInt(zeros) + 16n * BigInt(bytes.length - zeros) + POLICY_GAS;
}

/** More ways in than a person could read are not listed. */
const MAX_WAYS = 16;

/**
 * What would let a denied account in: the ways, each a list of what is missing still. Admitted: one way, nothing missing.
 * Fewest missing first, at most 16 ways.
 */
export function waysIn({ policy, admitted, members }: Admission): readonly (readonly PolicyLeaf[])[] {
  if (admitted) return [[]];
  if (policy.kind !== "allOf" && policy.kind !== "anyOf") return [[policy]];
  const each = members.map(waysIn);
  const ways =
    policy.kind === "anyOf"
      ? each.flat()
      : each.reduce<readonly (readonly PolicyLeaf[])[]>(
          (sofar, more) => sofar.flatMap((way) => more.map((also) => [...way, ...also])).slice(0, MAX_WAYS * MAX_WAYS),
          [[]],
        );
  return [...ways].sort((a, b) => a.length - b.length).slice(0, MAX_WAYS);
}
