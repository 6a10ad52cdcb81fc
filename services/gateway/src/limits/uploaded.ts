import type { DatabaseSync } from "node:sqlite";

export type Uploaded = {
  /** Bytes that came from an address today (UTC). */
  today(address: string): number;
  add(address: string, bytes: number): void;
};

/** How much each address uploaded today, kept over restarts. Addresses of other days are forgotten. */
export function createUploaded(database: DatabaseSync, now: () => number = Date.now): Uploaded {
  const find = database.prepare("SELECT bytes FROM uploaded WHERE address = ? AND day = ?");
  const forget = database.prepare("DELETE FROM uploaded WHERE day <> ?");
  const add = database.prepare(
    "INSERT INTO uploaded VALUES (?, ?, ?) ON CONFLICT (address, day) DO UPDATE SET bytes = bytes + excluded.bytes",
  );
  const day = (): number => Math.floor(now() / 86_400_000);
  return {
    today: (address) => Number(find.get(address, day())?.bytes ?? 0),
    add(address, bytes) {
      forget.run(day());
      add.run(address, day(), bytes);
    },
  };
}
