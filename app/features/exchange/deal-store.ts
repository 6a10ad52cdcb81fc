import { table } from "@/lib/database";
import type { HandedDeal } from "@/lib/handed";

/** Deals that this browser has proposed: what was signed is nowhere else until somebody does it. */
export const proposedDeals = table<HandedDeal>("deals");

export function dealKey({ chainId, deal }: Pick<HandedDeal, "chainId" | "deal">): string {
  return `${chainId}.${deal.nonce}`;
}
