import type { SignedAcceptance } from "@tallystick/sdk/bills/billSignatures";
import { credentialText, type ReadCredential, readCredential } from "@tallystick/sdk/bills/credential";
import type { BillFace } from "@tallystick/sdk/bills/face";
import { isHex } from "viem";

// A bill that is not drawn yet goes from its drawer to its drawee and comes back accepted, behind the hash of a link: no
// server is sent it.

/** A face that somebody sent, and the drawee's signature once it is there. */
export interface HandedBill extends ReadCredential {
  readonly acceptance?: Pick<SignedAcceptance, "deadline" | "signature"> | undefined;
}

/** Longest link that is looked at. */
const longest = 20_000;

export function handedPath(
  face: BillFace,
  place: ReadCredential["place"],
  acceptance?: Pick<SignedAcceptance, "deadline" | "signature">,
): string {
  const { deadline, signature } = acceptance ?? {};
  const handed = { credential: credentialText(face, place), deadline, signature };
  return `/bills/draw#bill=${encodeURIComponent(JSON.stringify(handed))}`;
}

/** What a hash hands over; undefined: nothing; null: it can't be read, or was changed on the way. */
export async function handedIn(hash: string): Promise<HandedBill | null | undefined> {
  if (!hash.startsWith("#bill=")) return undefined;
  try {
    if (hash.length > longest) return null;
    const { credential, deadline, signature } = JSON.parse(decodeURIComponent(hash.slice(6))) as Record<
      string,
      unknown
    >;
    const read = await readCredential(credential);
    if (signature === undefined) return read;
    if (!Number.isSafeInteger(deadline) || !isHex(signature)) return null;
    return { ...read, acceptance: { deadline: deadline as number, signature } };
  } catch {
    return null;
  }
}
