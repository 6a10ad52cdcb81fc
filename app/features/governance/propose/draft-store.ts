import { type Table, table } from "../../../lib/database.ts";
import { type Draft, decodeDraft, encodeDraft, type WireDraft } from "./draft.ts";

/** Drafts of this browser, newest first. */
export interface DraftStore {
  all(chainId: number): Promise<readonly Draft[]>;
  save(draft: Draft): Promise<void>;
  remove(id: string): Promise<void>;
}

export function draftStore(rows: Table<WireDraft>): DraftStore {
  return {
    async all(chainId) {
      const drafts = (await rows.all()).flatMap((row) => decodeDraft(row) ?? []);
      return drafts.filter((draft) => draft.chainId === chainId).sort((a, b) => b.changedAt - a.changedAt);
    },
    save: (draft) => rows.put(draft.id, encodeDraft(draft)),
    remove: (id) => rows.remove(id),
  };
}

export const drafts: DraftStore = draftStore(table<WireDraft>("proposals"));
