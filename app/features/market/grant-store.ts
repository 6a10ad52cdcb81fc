import { table } from "@/lib/database";
import type { HandedGrant } from "@/lib/handed";

/** Invitations that this browser has signed: they are nowhere else until somebody redeems or withdraws them. */
const grants = table<HandedGrant>("grants");

export const keepGrant = (handed: HandedGrant): Promise<void> =>
  grants.put(`${handed.chainId}.${handed.grant.nonce}`, handed);

export async function grantsHere(chainId: number, owner: string, dataset: bigint): Promise<readonly HandedGrant[]> {
  const all = await grants.all();
  return all
    .filter(
      (kept) =>
        kept.chainId === chainId &&
        kept.grant.dataset === dataset &&
        kept.grant.owner.toLowerCase() === owner.toLowerCase(),
    )
    .sort((a, b) => b.grant.deadline - a.grant.deadline);
}
