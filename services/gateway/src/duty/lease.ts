import { randomUUID } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";

const NAME = "on-duty";

/**
 * Which of several processes with one folder does what is to be done once. Whoever holds the duty renews it by asking;
 * when he is gone, another takes it over `seconds` later.
 */
export function createLease(database: DatabaseSync, seconds: number, now: () => number = Date.now) {
  const self = randomUUID();
  const take = database.prepare(
    `INSERT INTO note VALUES ('${NAME}', json_object('holder', ?1, 'until', ?2)) ON CONFLICT (name) DO UPDATE SET
       value = excluded.value WHERE json_extract(value, '$.holder') = ?1 OR json_extract(value, '$.until') <= ?3`,
  );
  const release = database.prepare(`DELETE FROM note WHERE name = '${NAME}' AND json_extract(value, '$.holder') = ?`);
  return {
    isOurs: (): boolean => take.run(self, now() + seconds * 1000, now()).changes === 1,
    release: (): void => void release.run(self),
  };
}
