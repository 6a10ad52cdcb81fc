import type { DatabaseSync } from "node:sqlite";
import { type Release, releasedId } from "@tallystick/sdk/swaps/release";
import type { Hex } from "viem";
import type { OrderSettings } from "./settings.ts";

/** Why a release is not kept. */
export type ReleaseRoomFault = "full" | "tooManyOfRecipient";

export type ReleaseStore = ReturnType<typeof releaseStore>;

/** Releases by their lock: one of each. What `keep` has answered is on the disk. */
export function releaseStore(database: DatabaseSync, room: Pick<OrderSettings, "perMaker" | "bytes">) {
  const find = database.prepare("SELECT json FROM release WHERE id = ?");
  const ofRecipient = database.prepare("SELECT count(*) AS n FROM release WHERE recipient = ? AND id <> ?");
  const bytes = database.prepare("SELECT coalesce(sum(length(json)), 0) AS n FROM release");
  const put = database.prepare(
    "INSERT OR REPLACE INTO release (id, lockedAt, recipient, chainId, deadline, json) VALUES (?, ?, ?, ?, ?, ?)",
  );
  const ended = database.prepare("DELETE FROM release WHERE chainId = ? AND deadline <= ?");
  const numberOf = (row: unknown): number => Number((row as { n: number }).n);
  const jsonOf = (id: Hex): string | undefined => {
    const row = find.get(id);
    return row && String(row["json"]);
  };

  /** Room taken, or more: what was forgotten since is counted when it seems full. */
  let taken = numberOf(bytes.get());

  return {
    /** The release of a lock, as it was brought. */
    find: jsonOf,
    /** Keeps a release, in place of one of a lock that was begun before on the same terms. */
    keep(release: Release, json: string): ReleaseRoomFault | undefined {
      const id = releasedId(release);
      const { lock, chainId, lockedAt, deadline } = release;
      const recipient = lock.recipient.toLowerCase();
      if (numberOf(ofRecipient.get(recipient, id)) >= room.perMaker) return "tooManyOfRecipient";
      const grows = json.length - (jsonOf(id)?.length ?? 0);
      if (taken + grows > room.bytes) taken = numberOf(bytes.get());
      if (taken + grows > room.bytes) return "full";
      const until = deadline < lock.timelock ? deadline : lock.timelock;
      put.run(id, String(lockedAt), recipient, chainId, Number(until), json);
      taken += grows;
      return undefined;
    },
    /** Forgets those of a chain whose time is up: then anybody may refund. */
    sweep: (chainId: number, now: number) => void ended.run(chainId, now),
  };
}
