import { randomBytes } from "node:crypto";
import type { Address, Hex } from "viem";
import { parseSiweMessage, validateSiweMessage } from "viem/siwe";
import type { SessionStore, StoredSession } from "./database.ts";

export type SignInFault = "badMessage" | "badChain" | "badNonce" | "badSignature" | "chainDown";

export type Verdict = "signed" | "notSigned" | "chainDown";

/** Tells whether an account signed a message (EOA, ERC-1271, ERC-6492). */
export type SignatureCheck = (args: {
  address: Address;
  message: string;
  signature: Hex;
  chainId: number;
}) => Promise<Verdict>;

export interface SignInRules {
  readonly host: string;
  readonly chainIds: readonly number[];
  readonly store: SessionStore;
  readonly check: SignatureCheck;
  readonly now: number;
}

export const nonceSeconds = 300;
export const sessionSeconds = 12 * 3600;
/** A message is short; a long one is not ours. */
const longestMessage = 2_000;

export function newNonce(store: SessionStore, now: number): string {
  const nonce = randomBytes(16).toString("hex");
  store.issueNonce(nonce, now + nonceSeconds * 1000);
  return nonce;
}

/**
 * Checks a sign-in and opens a session. The nonce is used up before the signature is looked at, so that no message gets a
 * second try; domain and nonce are both given to the check, without which viem takes another site's message for ours.
 */
export async function signIn(
  message: string,
  signature: Hex,
  rules: SignInRules,
): Promise<StoredSession | SignInFault> {
  const { host, store, now } = rules;
  if (message.length > longestMessage) return "badMessage";
  const fields = parseSiweMessage(message);
  const { address, chainId, nonce } = fields;
  if (!address || !nonce || fields.version !== "1" || !isOf(fields.uri, host)) return "badMessage";
  if (chainId === undefined || !rules.chainIds.includes(chainId)) return "badChain";
  if (!store.consumeNonce(nonce, now)) return "badNonce";
  if (!validateSiweMessage({ message: fields, domain: host, nonce, address, time: new Date(now) })) return "badMessage";
  const verdict = await rules.check({ address, message, signature, chainId });
  if (verdict !== "signed") return verdict === "chainDown" ? "chainDown" : "badSignature";
  const session = { id: randomBytes(32).toString("hex"), address, chainId, expiresAt: now + sessionSeconds * 1000 };
  store.open(session);
  return session;
}

function isOf(uri: string | undefined, host: string): boolean {
  return uri !== undefined && URL.canParse(uri) && new URL(uri).host.toLowerCase() === host;
}
