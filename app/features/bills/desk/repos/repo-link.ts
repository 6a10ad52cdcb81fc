import type { SignedRepoOffer } from "@tallystick/sdk/bills/repos";
import { encodeRepoOffer, parseRepoOffer, type RepoPlace } from "@tallystick/sdk/bills/repoWire";
import { deskHome } from "../desk-choice.ts";
import { repoMark } from "./repo-hash.ts";

// A signed offer is handed on by a link, behind whose hash it stands, which no server is sent.

/** Longest text that is looked at: a contract wallet's signature may be long. */
const longest = 60_000;

/** The part of an address that hands an offer over: path and hash. */
export function repoLink(place: RepoPlace, offer: SignedRepoOffer): string {
  return `${deskHome}?view=repos${repoMark}${encodeURIComponent(JSON.stringify(encodeRepoOffer(place, offer)))}`;
}

/** The offer in a link or a hash, for this network; undefined where it is none, damaged, or for another one. */
export function repoIn(place: RepoPlace, text: string): SignedRepoOffer | undefined {
  const start = text.indexOf(repoMark);
  if (start < 0 || text.length > longest) return undefined;
  try {
    return parseRepoOffer(place, decodeURIComponent(text.slice(start + repoMark.length)));
  } catch {
    return undefined;
  }
}
