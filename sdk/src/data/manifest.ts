import type { Address, Hex } from "viem";

export const MANIFEST_FORMAT = "manifest/1";

/** By its SPDX identifier, or by the sha-256 of its text. */
export type Licence = { readonly spdx: string } | { readonly sha256: Hex; readonly name: string };

export interface Column {
  readonly name: string;
  readonly type: string;
}

/** One encrypted file. */
export interface ManifestSegment {
  readonly name: string;
  readonly mediaType: string;
  /** Bytes of plaintext. */
  readonly plainSize: number;
  /** Bytes of ciphertext. */
  readonly size: number;
  readonly cid: string;
  readonly salt: Hex;
  readonly recordSize: number;
  readonly commitment: Hex;
  /** Leaves of its chunks, or `leavesCid` where there are many. */
  readonly leaves?: readonly Hex[] | undefined;
  /** Raw block with the leaves, 32 bytes each. */
  readonly leavesCid?: string | undefined;
  readonly columns?: readonly Column[] | undefined;
  /** First lines, public. */
  readonly sample?: string | undefined;
}

/** A keeper and its wrapped share of each segment's key. */
export interface ManifestKeeper {
  readonly address: Address;
  readonly publicKey: Hex;
  readonly url: string;
  readonly shares: readonly Hex[];
}

/**
 * Who may become a reader, in words. An offer's `policy` and `policyData` hold only a hash of roles and of combinations,
 * and the root of a list: what was hashed stands in the manifest, so that a reader can tell whether he is admitted, and
 * bring the evidence.
 */
export type Policy =
  /** Who holds a credential of this type. */
  | { readonly kind: "credential"; readonly type: Hex }
  /** Who holds all of these roles in an organisation; a word of bits (`rolesWord`) without leading zeros. */
  | { readonly kind: "role"; readonly org: Hex; readonly roles: Hex }
  /**
   * Who is on a list of accounts with this root (`allowList`). `accounts`: CID of a raw block with them
   * (`allowListBlock`); left out: the seller tells readers their proofs.
   */
  | { readonly kind: "list"; readonly root: Hex; readonly accounts?: string | undefined }
  /** Who has an active consent to the record for this purpose; 0: for whatever purpose. */
  | { readonly kind: "consent"; readonly purpose: number }
  /** Whom all of its members admit; at most 8 members, four levels deep. */
  | { readonly kind: "allOf"; readonly members: readonly Policy[] }
  /** Whom any of its members admits. */
  | { readonly kind: "anyOf"; readonly members: readonly Policy[] }
  /** A contract that is none of ours. */
  | { readonly kind: "other"; readonly policy: Address; readonly data: Hex };

/** What a version is, and how its keys are kept. All of it is public. */
export interface Manifest {
  readonly tallystick: typeof MANIFEST_FORMAT;
  readonly chainId: number;
  readonly market: Address;
  readonly dataset: Hex;
  readonly version: number;
  readonly publisher: Address;
  readonly title: string;
  readonly description: string;
  readonly language?: string | undefined;
  readonly keywords?: readonly string[] | undefined;
  readonly licence: Licence;
  /** Policies of the data set's offers. */
  readonly policies?: readonly Policy[] | undefined;
  readonly createdAt: string;
  readonly segments: readonly ManifestSegment[];
  readonly root: Hex;
  readonly size: number;
  readonly keyCommitment: Hex;
  readonly keepers: { readonly threshold: number; readonly list: readonly ManifestKeeper[] };
  readonly ownerKey?: { readonly account: Address; readonly publicKey: Hex; readonly wrap: Hex } | undefined;
}

/** What a version's anchor on the chain commits to. */
export interface Anchor {
  readonly manifest: Hex;
  readonly root: Hex;
  /** Bytes of ciphertext, all segments. */
  readonly size: bigint;
  readonly keyCommitment: Hex;
}
