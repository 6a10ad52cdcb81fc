import { connectReader } from "@tallystick/sdk/chain/actor";
import { isTariffSigned, type OwnedTariff } from "@tallystick/sdk/gateway/tariffs";
import { sql } from "ponder";
import { type Address, type Hex, numberToHex } from "viem";
import type { IndexedChain } from "../../../settings.ts";
import { schemaNames } from "../search/install.ts";
import { writer } from "../writer.ts";
import type { Books, Known } from "./read.ts";

type Sql = ReturnType<typeof sql>;

const names = schemaNames();
const dataset = sql.raw(`${names.tables}.dataset`);
const tariff = sql.raw(`${names.search}.tariff`);

const idOf = (value: bigint): Hex => numberToHex(value, { size: 32 });

interface KnownRow {
  readonly id: Hex;
  readonly owner: Address;
  readonly token: Address | null;
  readonly serial: string | number | null;
}

/** Data sets of a chain as they are indexed, and their tariffs in the search's own tables. */
export function booksOf({ network }: IndexedChain): Books {
  const reader = connectReader(network);
  const { chainId } = network;
  return {
    known: (datasets) => knownOf(chainId, datasets),
    isSigned: (each) => isTariffSigned(reader, each.owner, each),
    keep: (tariffs) => keep(chainId, tariffs),
  };
}

const listOf = (values: readonly Sql[]): Sql => sql.join([...values], sql`, `);

async function knownOf(chainId: number, datasets: readonly bigint[]): Promise<ReadonlyMap<bigint, Known>> {
  if (datasets.length === 0) return new Map();
  const query = sql`select d.id, d.owner, t.token, t.serial from ${dataset} d
    left join ${tariff} t on t.chain_id = d.chain_id and t.dataset = d.id and t.owner = d.owner
    where d.chain_id = ${chainId} and d.id in (${listOf(datasets.map((id) => sql`${idOf(id)}`))})`;
  const { rows } = (await writer().raw.execute(query)) as unknown as { rows: readonly KnownRow[] };
  const known = new Map<bigint, Known & { readonly serials: Map<Address, number> }>();
  for (const { id, owner, token, serial } of rows) {
    const each = known.get(BigInt(id)) ?? { owner, serials: new Map<Address, number>() };
    if (token !== null) each.serials.set(token, Number(serial));
    known.set(BigInt(id), each);
  }
  return known;
}

async function keep(chainId: number, tariffs: readonly OwnedTariff[]): Promise<void> {
  const rows = tariffs.map(({ owner, value }) => {
    const { dataset: id, token, serial, segments, fromVersion, laterVersions, price, provider, validUntil } = value;
    return sql`(${chainId}, ${idOf(id)}, ${owner.toLowerCase()}, ${token.toLowerCase()}, ${serial}, ${segments},
      ${fromVersion}, ${laterVersions}, ${String(price)}, ${provider.toLowerCase()}, ${String(validUntil)})`;
  });
  await writer().raw.execute(
    sql`insert into ${tariff} (chain_id, dataset, owner, token, serial, segments, from_version, later_versions, price,
        provider, valid_until) values ${listOf(rows)}
      on conflict (chain_id, dataset, owner, token) do update set serial = excluded.serial,
        segments = excluded.segments, from_version = excluded.from_version, later_versions = excluded.later_versions,
        price = excluded.price, provider = excluded.provider, valid_until = excluded.valid_until
      where tariff.serial < excluded.serial`,
  );
}

/** Forgets tariffs that have ended. */
export async function forgetEnded(now: number): Promise<void> {
  await writer().raw.execute(sql`delete from ${tariff} where valid_until < ${now}`);
}
