import { type Address, bytesToHex, concatBytes, type Hex, hexToBytes, isAddress, keccak256 } from "viem";
import { type Bytes, concat } from "../data/bytes.ts";
import { MAX_MANIFEST_SIZE } from "../data/format.ts";
import type { Policy } from "../data/manifest.ts";
import { tallystickError } from "../errors.ts";
import { downloadBlock } from "../gateway/download.ts";
import type { HttpOptions } from "../gateway/http.ts";
import type { AllowLists } from "./policy.ts";

/** A list of accounts as a Merkle tree, as OpenZeppelin's `StandardMerkleTree.of([[account], …], ["address"])`. */
export interface AllowList {
  /** The word for `AllowListPolicy`. */
  readonly root: Hex;
  /** Accounts on it, each once. */
  readonly size: number;
  /** Siblings from the leaf up; undefined for an account that is not on the list. */
  readonly proofOf: (account: Address) => Hex[] | undefined;
}

/** Leaf of an account: hashed twice, so that no node can pass for one (`AllowListPolicy.leafOf`). */
export function allowListLeaf(account: Address): Hex {
  return bytesToHex(leafBytes(account));
}

function leafBytes(account: Address): Uint8Array {
  const word = new Uint8Array(32);
  word.set(hexToBytes(account), 12);
  return keccak256(keccak256(word, "bytes"), "bytes");
}

function compare(a: Uint8Array, b: Uint8Array): number {
  for (let i = 0; i < 32; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function parentOf(a: Uint8Array, b: Uint8Array): Uint8Array {
  return keccak256(compare(a, b) <= 0 ? concatBytes([a, b]) : concatBytes([b, a]), "bytes");
}

/**
 * Builds the tree of a list: seconds for 100,000 accounts (three hashes each), after which each proof is a look-up.
 *
 * @throws RangeError for an empty list, or an entry that is no account
 */
export function allowList(accounts: readonly Address[]): AllowList {
  if (accounts.length === 0) throw new RangeError("a list needs an account");
  const wrong = accounts.find((account) => !isAddress(account, { strict: false }));
  if (wrong !== undefined) throw new RangeError(`${wrong} is no account`);
  const each = [...new Set(accounts.map((account) => account.toLowerCase() as Address))];
  const leaves = each.map((account) => ({ account, leaf: leafBytes(account) })).sort((a, b) => compare(a.leaf, b.leaf));
  // A complete binary tree in an array: node i has the children 2i + 1 and 2i + 2, the leaves stand last, in reverse.
  const tree = new Array<Uint8Array>(2 * leaves.length - 1);
  const indexes = new Map<string, number>();
  leaves.forEach(({ account, leaf }, i) => {
    const index = tree.length - 1 - i;
    tree[index] = leaf;
    indexes.set(account, index);
  });
  for (let i = leaves.length - 2; i >= 0; i--) {
    tree[i] = parentOf(tree[2 * i + 1] as Uint8Array, tree[2 * i + 2] as Uint8Array);
  }
  return {
    root: bytesToHex(tree[0] as Uint8Array),
    size: each.length,
    proofOf(account) {
      let index = indexes.get(account.toLowerCase());
      if (index === undefined) return undefined;
      const proof: Hex[] = [];
      for (; index > 0; index = (index - 1) >> 1) {
        const sibling = index % 2 === 1 ? index + 1 : index - 1;
        proof.push(bytesToHex(tree[sibling] as Uint8Array));
      }
      return proof;
    },
  };
}

/** Whether a proof leads from an account to the root of a list, as the policy checks it. */
export function isOnList(root: Hex, account: Address, proof: readonly Hex[]): boolean {
  const top = proof.reduce((node, sibling) => parentOf(node, hexToBytes(sibling)), leafBytes(account));
  return bytesToHex(top) === root.toLowerCase();
}

const ACCOUNT_SIZE = 20;

/** A list as a raw block, to be uploaded beside the manifest that names it: 20 bytes an account, at most 4 MiB. */
export function allowListBlock(accounts: readonly Address[]): Bytes {
  const each = [...new Set(accounts.map((account) => account.toLowerCase() as Address))].sort();
  const size = each.length * ACCOUNT_SIZE;
  if (size > MAX_MANIFEST_SIZE) {
    throw tallystickError("FileTooLarge", { what: "The list", size, max: MAX_MANIFEST_SIZE });
  }
  return concat(...each.map((account) => hexToBytes(account)));
}

/**
 * The list of a block, if it has the root that an offer holds.
 *
 * @throws `ListMismatch`
 */
export function allowListOf(block: Uint8Array, root: Hex): AllowList {
  const accounts = Array.from({ length: Math.floor(block.length / ACCOUNT_SIZE) }, (_, i) =>
    bytesToHex(block.subarray(i * ACCOUNT_SIZE, (i + 1) * ACCOUNT_SIZE)),
  );
  const list = accounts.length === 0 ? undefined : allowList(accounts);
  if (list === undefined || list.root !== root.toLowerCase()) throw tallystickError("ListMismatch", { root });
  return list;
}

/**
 * Downloads the lists that policies name, for `policyEvidence` and `admission`.
 *
 * @param options `lists`: those at hand, which are not downloaded
 * @throws `ListMismatch`, `ContentMissing`, `ContentMismatch`, `FileTooLarge`, `GatewayRefused`, `GatewayUnreachable`
 */
export async function downloadLists(
  policies: readonly Policy[],
  gateways: readonly string[],
  options: HttpOptions & { readonly lists?: AllowLists | undefined } = {},
): Promise<AllowLists> {
  const { lists: own = () => undefined } = options;
  const found = new Map<Hex, AllowList>();
  const visit = async (policy: Policy): Promise<void> => {
    if (policy.kind === "allOf" || policy.kind === "anyOf") {
      for (const member of policy.members) await visit(member);
    } else if (
      policy.kind === "list" &&
      policy.accounts !== undefined &&
      !own(policy.root) &&
      !found.has(policy.root)
    ) {
      const block = await downloadBlock(policy.accounts, gateways, MAX_MANIFEST_SIZE, options);
      found.set(policy.root, allowListOf(block, policy.root));
    }
  };
  for (const policy of policies) await visit(policy);
  return (root) => own(root) ?? found.get(root.toLowerCase() as Hex);
}
