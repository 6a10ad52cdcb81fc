import type { SignedEarlyPayment } from "@tallystick/sdk/bills/billSignatures";
import { isHex } from "viem";

/** A holder's consent to be paid early as text, for the drawee. */
export function earlyWord({ lot, version, deadline, signature }: SignedEarlyPayment): string {
  return JSON.stringify({ lot: String(lot), version, deadline, signature });
}

/** The consent in a text; undefined: there is none. */
export function earlyWordIn(text: string): SignedEarlyPayment | undefined {
  try {
    const { lot, version, deadline, signature } = JSON.parse(text) as Readonly<Record<string, unknown>>;
    const isOne = typeof lot === "string" && /^\d{1,78}$/.test(lot) && Number.isSafeInteger(deadline);
    if (!isOne || !isHex(version) || !isHex(signature) || version.length !== 66) return undefined;
    return { lot: BigInt(lot), version, deadline: deadline as number, signature };
  } catch {
    return undefined;
  }
}
