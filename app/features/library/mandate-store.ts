import type { SignedMandate } from "@tallystick/sdk/market/mandates";
import type { Terms } from "@tallystick/sdk/market/terms";
import { table } from "@/lib/database";

/** A mandate as this browser keeps it: with the terms that whoever renews must show. */
export interface KeptMandate extends SignedMandate {
  readonly chainId: number;
  readonly terms: Terms;
  readonly title: string;
}

const mandates = table<KeptMandate>("mandates");
const key = ({ chainId, mandate }: Pick<KeptMandate, "chainId" | "mandate">) => `${chainId}.${mandate.nonce}`;

export const keepMandate = (kept: KeptMandate): Promise<void> => mandates.put(key(kept), kept);

export async function mandatesHere(chainId: number, payer: string): Promise<readonly KeptMandate[]> {
  const all = await mandates.all();
  return all.filter((kept) => kept.chainId === chainId && kept.mandate.payer.toLowerCase() === payer.toLowerCase());
}
