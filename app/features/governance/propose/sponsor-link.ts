import { decodeSponsorship, encodeSponsorship, type SignedSponsorship } from "@tallystick/sdk/governance/sponsorship";
import type { Address } from "viem";
import { account, fields, fromJson, readable } from "../../../lib/wire.ts";
import { type Draft, decodeDraft, encodeDraft } from "./draft.ts";

/** A proposal that is not made yet, handed to whom its proposer asks for power. */
export interface AskedProposal {
  readonly draft: Draft;
  readonly proposer: Address;
}

/** Longest link that is handed out: longer ones are cut by mail and chat. */
const longestLink = 15_000;
const path = "/governance/propose";

/** A proposal to sponsor as JSON, for a file. */
export function askedText({ draft, proposer }: AskedProposal): string {
  return JSON.stringify({ kind: "proposal", proposer, ...encodeDraft({ ...draft, sponsors: [] }) });
}

/** A proposal to sponsor as path and hash; undefined where that would be too long. */
export function askedLink(asked: AskedProposal): string | undefined {
  const link = `${path}#proposal=${encodeURIComponent(askedText(asked))}`;
  return link.length > longestLink ? undefined : link;
}

/** The proposal in a link, a hash or a file; undefined: there is none. */
export function askedIn(text: string): AskedProposal | undefined {
  const value = valueIn(text, "proposal");
  return readable(() => {
    const proposer = account(fields(value)["proposer"]);
    const draft = decodeDraft(value);
    return draft === undefined ? undefined : { draft, proposer };
  });
}

/** The proposal that a page's hash hands over; null: one that can't be read; undefined: it hands over none. */
export function askedByHash(hash: string): AskedProposal | null | undefined {
  return hash.startsWith("#proposal=") ? (askedIn(hash) ?? null) : undefined;
}

/** What a sponsor signed, as JSON for a message or a file. */
export function sponsorshipText(signed: SignedSponsorship): string {
  return JSON.stringify(encodeSponsorship(signed));
}

/** The sponsorship in pasted text or a file; undefined: there is none. */
export function sponsorshipIn(text: string): SignedSponsorship | undefined {
  try {
    return decodeSponsorship(fromJson(text.trim()));
  } catch {
    return undefined;
  }
}

function valueIn(text: string, kind: string): unknown {
  const start = text.indexOf(`#${kind}=`);
  if (start < 0) return fromJson(text);
  try {
    return fromJson(decodeURIComponent(text.slice(start + kind.length + 2)));
  } catch {
    return undefined;
  }
}
