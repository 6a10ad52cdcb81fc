import type { DatabaseSync } from "node:sqlite";
import type { OwnedTariff } from "@tallystick/sdk/gateway/tariffs";
import type { Tariff } from "@tallystick/sdk/gateway/typedData";
import { decodeTariff, encodeTariff, type Signed } from "@tallystick/sdk/gateway/wire";
import { type Address, type Hex, isAddressEqual, numberToHex } from "viem";
import { Problem } from "../problem.ts";
import type { Writer } from "../store/writer.ts";

/** Tariffs of one data set and owner, each in another token. */
const MAX_TOKENS = 16;

export type Tariffs = {
  /** Keeps a tariff whose signature was verified as the owner's. Throws `Problem` 409 when it is not newer. */
  put(signed: Signed<Tariff>, owner: Address): Promise<void>;
  /** Those that an account signed and that have not ended at `now` (Unix seconds). */
  of(dataset: bigint, owner: Address, now: number): Signed<Tariff>[];
  /** Those of every data set that have not ended, in an order of their own, from behind a cursor on. */
  page(after: string | undefined, now: number, limit: number): TariffPage;
};

export type TariffPage = {
  readonly tariffs: readonly OwnedTariff[];
  /** Cursor of the next page; undefined on the last. */
  readonly next: string | undefined;
};

/** Characters of a page, since a client reads 64 KiB of an answer: a contract wallet's signature may be long. */
const MAX_PAGE = 45_000;

/** Where a page begins: the key of the last tariff before it. */
const CURSOR = /^(0x[0-9a-f]{64})\.(0x[0-9a-f]{40})\.(0x[0-9a-f]{40})$/;

export const isTariffCursor = (text: string): boolean => CURSOR.test(text);

const id = (dataset: bigint): Hex => numberToHex(dataset, { size: 32 });

/** Tariffs by data set, signer and token; the newest of each. Whether its signer still owns the data set, the chain says. */
export function createTariffs(database: DatabaseSync, writer: Writer): Tariffs {
  const known = database.prepare("SELECT token, serial FROM tariff WHERE dataset = ? AND owner = ?");
  const replace = database.prepare("INSERT OR REPLACE INTO tariff VALUES (?, ?, ?, ?, ?, ?)");
  const all = database.prepare(
    `SELECT dataset, owner, token, body FROM tariff WHERE (dataset, owner, token) > (?, ?, ?) AND valid_until >= ?
     ORDER BY dataset, owner, token LIMIT ?`,
  );
  const valid = database.prepare("SELECT body FROM tariff WHERE dataset = ? AND owner = ? AND valid_until >= ?");

  return {
    async put(signed, owner) {
      const { dataset, token, serial, validUntil } = signed.value;
      const key = [id(dataset), owner.toLowerCase(), token.toLowerCase()] as const;
      const done = await writer.write(() => {
        const rows = known.all(key[0], key[1]);
        const own = rows.find((row) => row.token === key[2]);
        if (own === undefined && rows.length >= MAX_TOKENS) return "many";
        if (own !== undefined && Number(own.serial) >= serial) return "old";
        replace.run(...key, serial, validUntil, JSON.stringify(encodeTariff(signed)));
        return "kept";
      });
      if (done === "old")
        throw new Problem(409, "old-tariff", "A tariff with this or a higher serial is here already.");
      if (done === "many") throw new Problem(409, "too-many-tariffs", `At most ${MAX_TOKENS} tokens a data set.`);
    },
    of: (dataset, owner, now) =>
      valid.all(id(dataset), owner.toLowerCase(), now).map(({ body }) => decodeTariff(JSON.parse(String(body)))),
    page(after, now, limit) {
      const [, ...key] = CURSOR.exec(after ?? "") ?? ["", "", "", ""];
      const [dataset = "", owner = "", token = ""] = key;
      const rows = all.all(dataset, owner, token, now, limit + 1);
      let size = 0;
      const shown = rows.slice(0, limit).filter(({ body }, i) => {
        size += String(body).length;
        return i === 0 || size <= MAX_PAGE;
      });
      const last = rows.length > shown.length ? shown.at(-1) : undefined;
      return {
        tariffs: shown.map((row) => ({
          ...decodeTariff(JSON.parse(String(row.body))),
          owner: String(row.owner) as Address,
        })),
        next: last && `${last.dataset}.${last.owner}.${last.token}`,
      };
    },
  };
}

/** Whether a tariff sells all segments asked for of a version. */
export function sells(tariff: Tariff, request: { readonly version: number; readonly segments: number }): boolean {
  const { fromVersion, laterVersions, segments } = tariff;
  const version = laterVersions ? request.version >= fromVersion : request.version === fromVersion;
  return version && (request.segments & ~segments) === 0;
}

/** The tariff that a tab can pay by. */
export function tariffFor(
  tariffs: readonly Signed<Tariff>[],
  tab: { readonly provider: Address; readonly token: Address },
): Tariff | undefined {
  return tariffs
    .map(({ value }) => value)
    .find(({ provider, token }) => isAddressEqual(provider, tab.provider) && isAddressEqual(token, tab.token));
}
