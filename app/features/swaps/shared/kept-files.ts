import { parseSecretFile, type SecretFile, secretFileText } from "@tallystick/sdk/swaps/secretFile";
import type { Address } from "viem";

/** A file of secrets as a browser keeps it: sealed by a key that the browser uses and never gives out. */
export interface Sealed {
  readonly iv: Uint8Array<ArrayBuffer>;
  readonly data: ArrayBuffer;
  /** Made here: only then may new secrets be made of it. */
  readonly isOwn: boolean;
}

/** Where sealed files are: a browser's database, or anything like it. */
export interface Drawer {
  /** The key that they are sealed by, made at its first use. */
  readonly key: () => Promise<CryptoKey>;
  readonly load: (account: Address) => Promise<readonly Sealed[]>;
  readonly add: (account: Address, sealed: Sealed) => Promise<void>;
}

/** A file of secrets, and whether it was made in this browser. */
export interface KeptFile {
  readonly file: SecretFile;
  readonly isOwn: boolean;
}

/** A key for a drawer. No script can read it, nor what it seals be read from a copy of the storage alone. */
export function newDrawerKey(): Promise<CryptoKey> {
  return crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

const aboutOf = (account: Address, iv: Uint8Array<ArrayBuffer>) =>
  ({ name: "AES-GCM", iv, additionalData: new TextEncoder().encode(account.toLowerCase()) }) as const;

/** Keeps a file for its account. */
export async function keepFile(drawer: Drawer, { file, isOwn }: KeptFile): Promise<void> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const text = new TextEncoder().encode(await secretFileText(file));
  const data = await crypto.subtle.encrypt(aboutOf(file.account, iv), await drawer.key(), text);
  await drawer.add(file.account, { iv, data, isOwn });
}

/** Files that are kept for an account, the oldest first; what can't be opened or read any more is left out. */
export async function keptFiles(drawer: Drawer, account: Address): Promise<readonly KeptFile[]> {
  const sealed = await drawer.load(account);
  if (sealed.length === 0) return [];
  const key = await drawer.key();
  const opened = sealed.map(async ({ iv, data, isOwn }): Promise<readonly KeptFile[]> => {
    try {
      const text = await crypto.subtle.decrypt(aboutOf(account, iv), key, data);
      const file = await parseSecretFile(new TextDecoder().decode(text));
      return file.account.toLowerCase() === account.toLowerCase() ? [{ file, isOwn: isOwn === true }] : [];
    } catch {
      return [];
    }
  });
  return (await Promise.all(opened)).flat();
}
