import { type ReleaseSite, startReleaseSite } from "../../sdk/test/support/releaseSite.ts";
import { keyOf } from "./cast.ts";

// The order relay of a case, where releases are brought and asked for.

/** Keeps and shows; answers nothing; shows what nobody signed. */
export type RelayManner = "honest" | "down" | "forging";

export async function startRelay(manner: RelayManner): Promise<ReleaseSite> {
  const site = await startReleaseSite();
  site.isDown = manner === "down";
  // A signature, but not of this.
  const signature = `${keyOf("stranger", "hot")}${keyOf("stranger", "claim").slice(2)}1b`;
  if (manner === "forging") site.lies = (kept) => (kept === undefined ? [] : [{ ...kept, signature }]);
  return site;
}
