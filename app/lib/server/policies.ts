import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Policy } from "@tallystick/sdk/data/manifest";
import { policyWord } from "@tallystick/sdk/market/policy";
import { deployed, type Network } from "@tallystick/sdk/networks";

/**
 * Policies in full, by the word that terms hold. Nobody need trust what is kept here: whoever reads it hashes it. Nothing
 * is ever replaced, since another policy is another word.
 */
export interface PolicyStore {
  /** False where there is no room. */
  keep(key: PolicyKey, json: string): boolean;
  find(key: PolicyKey): string | undefined;
}

export interface PolicyKey {
  readonly chainId: number;
  readonly policy: string;
  readonly word: string;
}

/** One policy at most, in bytes: an allow list of 5,000 accounts. */
export const MAX_POLICY = 262_144;
/** All policies at most, in bytes. */
const MAX_TOTAL = 128 * 1_048_576;

const schema = `
  PRAGMA journal_mode = WAL;
  CREATE TABLE IF NOT EXISTS policy (
    chainId INTEGER NOT NULL, policy TEXT NOT NULL, word TEXT NOT NULL, json TEXT NOT NULL,
    PRIMARY KEY (chainId, policy, word)
  ) STRICT;
`;

/** @param file a path, or ":memory:" */
export function openPolicyStore(file: string, maxTotal = MAX_TOTAL): PolicyStore {
  if (file !== ":memory:") mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const database = new DatabaseSync(file, { timeout: 2_000 });
  database.exec(schema);
  const total = database.prepare("SELECT coalesce(sum(length(json)), 0) AS bytes FROM policy");
  const add = database.prepare("INSERT OR IGNORE INTO policy (chainId, policy, word, json) VALUES (?, ?, ?, ?)");
  const get = database.prepare("SELECT json FROM policy WHERE chainId = ? AND policy = ? AND word = ?");
  let bytes = Number((total.get() as { bytes: number }).bytes);
  return {
    keep({ chainId, policy, word }, json) {
      if (bytes + json.length > maxTotal) return get.get(chainId, policy, word) !== undefined;
      const { changes } = add.run(chainId, policy, word, json);
      if (Number(changes) > 0) bytes += json.length;
      return true;
    },
    find: ({ chainId, policy, word }) => (get.get(chainId, policy, word) as { json: string } | undefined)?.json,
  };
}

/** Under what a policy is kept: computed from it, never taken from whoever brings it. */
export function keyOfPolicy(network: Network, policy: Policy): PolicyKey {
  const { policy: address, data } = policyWord(deployed(network), policy);
  return { chainId: network.chainId, policy: address.toLowerCase(), word: data.toLowerCase() };
}

/** Accounts of the lists in a body; undefined where something in them is no account. */
export function listsIn(value: unknown): readonly (readonly string[])[] | undefined {
  if (!Array.isArray(value) || value.length > 8) return undefined;
  const isList = (list: unknown) =>
    Array.isArray(list) && list.every((account) => typeof account === "string" && /^0x[0-9a-fA-F]{40}$/.test(account));
  return value.every(isList) ? value : undefined;
}
