import { readFile, stat } from "node:fs/promises";
import { type Address, bytesToHex, isAddress, isHex } from "viem";
import { type Bytes, sha256 } from "../data/bytes.ts";
import { rawCid } from "../data/cid.ts";
import type { Policy } from "../data/manifest.ts";
import { readPolicy } from "../data/parseManifest.ts";
import { reasonOf } from "../errors.ts";
import { type RoleName, roleBits } from "../identity/roles.ts";
import { type AllowList, allowList, allowListBlock } from "../market/allowList.ts";
import { type AllowLists, policyWord, rolePolicy } from "../market/policy.ts";
import type { Terms } from "../market/terms.ts";
import type { Deployment } from "../networks.ts";
import { credentialNamed } from "./credential.ts";
import { UsageError } from "./exitCode.ts";
import { readJsonFile } from "./ticketFile.ts";

/** A policy that was named, and the accounts of lists that were read from files for it. */
export interface NamedPolicy {
  readonly policy: Policy;
  readonly lists: AllowLists;
  /** The same as the raw blocks that the policy names, for the gateway. */
  readonly blocks: readonly Bytes[];
}

/** What is found on the way. */
interface Found {
  readonly lists: AllowList[];
  readonly blocks: Bytes[];
}

/**
 * A policy in words: `credential:<type>`, `role:<organisation>:<role>+<role>`, `list:<root or file>`, `consent:<purpose>`;
 * several joined by `&` are all needed, by `|` any of them will do. Or a file with the policy as manifests have it.
 */
export async function policyArgument(text: string): Promise<NamedPolicy> {
  const found: Found = { lists: [], blocks: [] };
  const { blocks } = found;
  const lists: AllowLists = (root) => found.lists.find((list) => list.root === root.toLowerCase());
  if (await isFile(text)) {
    const policy = readPolicy(await readJsonFile(text));
    if (policy === undefined) throw new UsageError(`--policy: ${text} holds no policy.`);
    return { policy, lists, blocks };
  }
  return { policy: await policyIn(text, found), lists, blocks };
}

/** What an offer's terms hold for a policy. */
export function policyTerms(
  deployment: Deployment,
  named: NamedPolicy | undefined,
): Pick<Terms, "policy" | "policyData"> | undefined {
  if (named === undefined) return undefined;
  try {
    const { policy, data } = policyWord(deployment, named.policy);
    return { policy, policyData: data };
  } catch (error) {
    throw error instanceof RangeError ? new UsageError(`--policy: ${reasonOf(error)}`) : error;
  }
}

async function policyIn(text: string, found: Found): Promise<Policy> {
  for (const [sign, kind] of [
    ["|", "anyOf"],
    ["&", "allOf"],
  ] as const) {
    const parts = text.split(sign);
    if (parts.length === 1) continue;
    const members: Policy[] = [];
    for (const part of parts) members.push(await policyIn(part, found));
    return { kind, members };
  }
  return leafIn(text.trim(), found);
}

async function leafIn(text: string, found: Found): Promise<Policy> {
  const [kind, first = "", second = ""] = text.split(":");
  const isWord = isHex(first) && first.length === 66;
  if (kind === "credential" && first !== "") return { kind, type: credentialNamed(first) };
  if (kind === "list" && isWord) return { kind, root: first };
  if (kind === "list" && first !== "" && second === "") return listIn(first, found);
  if (kind === "consent" && /^\d{1,5}$/.test(first)) return { kind, purpose: Number(first) };
  if (kind === "role" && isWord && second !== "") return rolePolicy(first, second.split("+").map(roleNamed));
  throw new UsageError(`--policy "${text}" is not understood.`);
}

/** The list of a file: accounts, one a line or with commas. */
async function listIn(path: string, found: Found): Promise<Policy> {
  const text = await readFile(path, "utf8").catch(() => {
    throw new UsageError(`--policy: the list ${path} can't be read.`);
  });
  const accounts = text.split(/[\s,;]+/).filter((each) => each !== "");
  const wrong = accounts.find((each) => !isAddress(each, { strict: false }));
  if (wrong !== undefined || accounts.length === 0)
    throw new UsageError(`--policy: ${wrong === undefined ? `${path} names nobody` : `"${wrong}" is no account`}.`);
  const [list, block] = [allowList(accounts as Address[]), allowListBlock(accounts as Address[])];
  found.lists.push(list);
  found.blocks.push(block);
  return { kind: "list", root: list.root, accounts: rawCid(bytesToHex(await sha256(block))) };
}

function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}

function roleNamed(name: string): RoleName {
  if (!Object.hasOwn(roleBits, name)) {
    throw new UsageError(`--policy: "${name}" is not one of ${Object.keys(roleBits).join(", ")}.`);
  }
  return name as RoleName;
}
