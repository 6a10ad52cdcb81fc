"use client";

import { isSameFile, MAX_SECRET_FILE, parseSecretFile, type SecretFile } from "@tallystick/sdk/swaps/secretFile";
import type { Address } from "viem";
import { shortAddress } from "@/lib/format";
import { ActError } from "@/lib/tx/types";
import { drawer } from "./drawer";
import { type KeptFile, keepFile, keptFiles } from "./kept-files";

/** Files of secrets by account, as long as the page is open: a browser that keeps nothing still swaps. */
const known = new Map<string, readonly KeptFile[]>();

/** Files of secrets that this browser has for an account, the oldest first. */
export async function filesOf(account: Address): Promise<readonly KeptFile[]> {
  const name = account.toLowerCase();
  const found = known.get(name) ?? (await keptFiles(drawer, account).catch(() => []));
  if (!known.has(name)) known.set(name, found);
  return known.get(name) ?? [];
}

/** The file that new secrets of an account are made of: the newest that was made here. */
export async function ownFileOf(account: Address): Promise<SecretFile | undefined> {
  return (await filesOf(account)).filter(({ isOwn }) => isOwn).at(-1)?.file;
}

/** Keeps a file in this browser, once. */
export async function addFile(kept: KeptFile): Promise<void> {
  const { account } = kept.file;
  const others = await filesOf(account);
  if (others.some(({ file, isOwn }) => isSameFile(file, kept.file) && isOwn === kept.isOwn)) return;
  known.set(account.toLowerCase(), [...others, kept]);
  // Where storage is forbidden, the file on disk is what there is.
  await keepFile(drawer, kept).catch(() => undefined);
}

/**
 * Reads a file that somebody chose, as one of an account on this site's chains.
 *
 * @throws `SecretFileInvalid`, ActError
 */
export async function readSecretFile(
  chosen: Blob,
  { account, chains }: { readonly account: Address; readonly chains: readonly number[] },
): Promise<SecretFile> {
  // A huge file is not even read: one character too many is refused like millions.
  const file = await parseSecretFile(await chosen.slice(0, MAX_SECRET_FILE + 1).text());
  if (file.account.toLowerCase() !== account.toLowerCase()) {
    throw new ActError({
      code: "secretFile_otherAccount",
      values: { account: shortAddress(file.account), expected: shortAddress(account) },
    });
  }
  if (!file.chains.some((chain) => chains.includes(chain))) {
    throw new ActError({ code: "secretFile_otherChains", values: { chains: file.chains.join(", ") } });
  }
  return file;
}

/** What a file is called: whose it is, and of which day. */
export function secretFileName({ account }: SecretFile, day: Date): string {
  return `tallystick-swaps-${account.slice(0, 10)}-${day.toISOString().slice(0, 10)}.json`;
}
