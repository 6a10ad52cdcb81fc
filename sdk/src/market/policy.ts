import { type Address, encodeAbiParameters, type Hex, isAddressEqual, keccak256, numberToHex, zeroAddress } from "viem";
import type { Policy } from "../data/manifest.ts";
import { type RoleName, rolesWord } from "../identity/roles.ts";
import type { Deployment } from "../networks.ts";

/** A policy without members. */
export type PolicyLeaf = Exclude<Policy, { readonly kind: "allOf" | "anyOf" }>;

/** Most members of one combination (`Combination.MAX_MEMBERS`). */
export const MAX_POLICY_MEMBERS = 8;

/** How deep combinations may stand in each other: below that the contract has too little gas and denies. */
export const MAX_POLICY_DEPTH = 4;

/** What an offer's terms hold for a policy. */
export interface PolicyWord {
  readonly policy: Address;
  readonly data: Hex;
}

const memberParameters = [
  {
    type: "tuple[]",
    components: [
      { name: "policy", type: "address" },
      { name: "data", type: "bytes32" },
    ],
  },
] as const;

/**
 * The contract and the word that offers hold for a policy (`RolePolicy.dataOf`, `Combination.dataOf`).
 *
 * @throws RangeError for a combination without members, with too many, or nested too deep
 */
export function policyWord(deployment: Deployment, policy: Policy, depth = 1): PolicyWord {
  switch (policy.kind) {
    case "credential":
      return { policy: deployment.credentialPolicy, data: policy.type };
    case "role":
      return { policy: deployment.rolePolicy, data: keccak256(roleEvidence(policy)) };
    case "list":
      return { policy: deployment.allowListPolicy, data: policy.root };
    case "consent":
      return { policy: deployment.consent, data: numberToHex(policy.purpose, { size: 32 }) };
    case "other":
      return { policy: policy.policy, data: policy.data };
    default: {
      const { members } = policy;
      if (members.length === 0 || members.length > MAX_POLICY_MEMBERS) {
        throw new RangeError(`a combination has 1 to ${MAX_POLICY_MEMBERS} members, not ${members.length}`);
      }
      if (depth > MAX_POLICY_DEPTH) throw new RangeError(`combinations stand at most ${MAX_POLICY_DEPTH} deep`);
      const words = members.map((member) => policyWord(deployment, member, depth + 1));
      const data = keccak256(encodeAbiParameters(memberParameters, [words]));
      return { policy: policy.kind === "allOf" ? deployment.allOfPolicy : deployment.anyOfPolicy, data };
    }
  }
}

/** What the role policy hashes; the same for every buyer. */
function roleEvidence({ org, roles }: { readonly org: Hex; readonly roles: Hex }): Hex {
  return encodeAbiParameters([{ type: "bytes32" }, { type: "uint216" }], [org, BigInt(roles)]);
}

/** The policy that admits who holds all of these roles in an organisation. */
export function rolePolicy(org: Hex, names: readonly RoleName[]): Policy {
  return { kind: "role", org, roles: numberToHex(rolesWord(names)) };
}

/** Lists that proofs are taken from, by root. */
export type AllowLists = (
  root: Hex,
) => { readonly proofOf: (account: Address) => readonly Hex[] | undefined } | undefined;

const noLists: AllowLists = () => undefined;

/**
 * What a buyer brings along for a policy. It is made for whatever is known: a member whose list is not known, or that the
 * account is not on, gets empty evidence and will deny.
 */
export function policyEvidence(
  deployment: Deployment,
  policy: Policy,
  account: Address,
  lists: AllowLists = noLists,
): Hex {
  switch (policy.kind) {
    case "role":
      return roleEvidence(policy);
    case "list": {
      const proof = lists(policy.root)?.proofOf(account);
      return proof === undefined ? "0x" : encodeAbiParameters([{ type: "bytes32[]" }], [proof]);
    }
    case "allOf":
    case "anyOf": {
      const words = policy.members.map((member) => policyWord(deployment, member));
      const evidences = policy.members.map((member) => policyEvidence(deployment, member, account, lists));
      return encodeAbiParameters([...memberParameters, { type: "bytes[]" }], [words, evidences]);
    }
    default:
      return "0x";
  }
}

/**
 * The policy of an offer in words: the description that hashes to its word, if one is known, else what the word says by
 * itself. A description that does not fit is no danger: it is never found.
 *
 * @param known as in the manifest's `policies`
 * @returns undefined: anyone may become a reader
 */
export function policyOf(deployment: Deployment, word: PolicyWord, known: readonly Policy[] = []): Policy | undefined {
  const is = (address: Address): boolean => isAddressEqual(word.policy, address);
  if (is(zeroAddress)) return undefined;
  const fits = (policy: Policy): boolean => {
    const { policy: address, data } = policyWord(deployment, policy);
    return is(address) && data === word.data.toLowerCase();
  };
  const described = known.find(fits);
  if (described !== undefined) return described;
  if (is(deployment.credentialPolicy)) return { kind: "credential", type: word.data };
  if (is(deployment.allowListPolicy)) return { kind: "list", root: word.data };
  if (is(deployment.consent)) return { kind: "consent", purpose: Number(BigInt(word.data) & 0xffffn) };
  return { kind: "other", policy: word.policy, data: word.data };
}
