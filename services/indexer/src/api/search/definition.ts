import type { IndexedChain } from "../../../settings.ts";

interface Names {
  readonly tables: string;
  readonly search: string;
}

/** The data sets that a changed row of a table speaks of; of an updated one, where not every change matters. */
interface Source {
  readonly keys: string;
  readonly updated?: string;
}

/** Tables whose changes matter to a search. */
const SOURCES: Readonly<Record<string, Source>> = {
  dataset: { keys: "select chain_id, id as dataset from changed" },
  manifest: { keys: "select chain_id, dataset from changed" },
  offer: {
    keys: "select chain_id, dataset from changed",
    // Most changes of an offer are sales that leave it as it is.
    updated: `select n.chain_id, n.dataset from changed n join before b on b.chain_id = n.chain_id and b.id = n.id
      where b.status <> n.status or n.max_sales > 0`,
  },
  rating_total: { keys: "select chain_id, dataset from changed" },
  record: { keys: "select chain_id, dataset from changed" },
  deal: {
    keys: `select chain_id, first_dataset as dataset from changed where first_dataset is not null
      union all select chain_id, second_dataset from changed where second_dataset is not null`,
  },
};

const ACTS = ["insert", "update", "delete"] as const;

export const TRIGGERS = Object.keys(SOURCES).length * ACTS.length;

/** Everything that `/search` asks, as statements that begin anew and fill it. */
export function definition(names: Names, chains: readonly IndexedChain[]): string[] {
  return [
    `drop schema if exists ${names.search} cascade`,
    `create schema ${names.search}`,
    ...tables(names),
    // Ponder makes its own indexes only when past events are done; without these each change would read all of them.
    ...["offer (chain_id, dataset)", "deal (chain_id, first_dataset)", "deal (chain_id, second_dataset)"].map(
      (columns, i) => `create index if not exists tallystick_search_${i} on ${names.tables}.${columns}`,
    ),
    refresh(names, chains),
    ...tallies(names),
    ...Object.entries(SOURCES).flatMap(([table, source]) => triggersOf(names, names.tables, table, source)),
    ...triggersOf(names, names.search, "tariff", { keys: "select chain_id, dataset from changed" }),
    // What is there already may be much, and PGlite knows nothing of it.
    ...Object.keys(SOURCES).map((table) => `analyze ${names.tables}."${table}"`),
    `select ${names.search}.refresh(array_agg(chain_id), array_agg(id)) from ${names.tables}.dataset`,
    ...indexes(names),
  ];
}

function tables({ search }: Names): string[] {
  return [
    // One row a data set whose newest manifest is in order.
    `create table ${search}.listing (
      chain_id integer not null, dataset text not null, created_at bigint not null, sold integer not null,
      score integer not null, tags text[] not null, title_terms tsvector not null, key_terms tsvector not null,
      terms tsvector not null, primary key (chain_id, dataset))`,
    // Prices of what its owner offers; the lowest in a token is what sorting goes by.
    `create table ${search}.price (
      chain_id integer not null, dataset text not null, token text not null, price numeric not null,
      lowest boolean not null, primary key (chain_id, dataset, token, price))`,
    // What owners sell by use, as their keepers have it: src/api/tariffs reads it. Not from events, hence not above.
    `create table ${search}.tariff (
      chain_id integer not null, dataset text not null, owner text not null, token text not null, serial bigint not null,
      segments bigint not null, from_version integer not null, later_versions boolean not null, price numeric not null,
      provider text not null, valid_until bigint not null, primary key (chain_id, dataset, owner, token))`,
    // How many listings have a tag, so that the whole market needs no counting; kind all: how many there are.
    `create table ${search}.tally (
      chain_id integer not null, kind text not null, value text not null, count integer not null,
      primary key (chain_id, kind, value))`,
  ];
}

/** Made once the tables are filled, which is many times quicker. */
function indexes({ search }: Names): string[] {
  const gin = (column: string): string =>
    `create index on ${search}.listing using gin (${column}) with (fastupdate = off)`;
  return [
    ...["tags", "title_terms", "key_terms", "terms"].map(gin),
    `create index on ${search}.listing (created_at, dataset)`,
    `create index on ${search}.listing (sold, created_at, dataset)`,
    `create index on ${search}.listing (score, created_at, dataset)`,
    `create index on ${search}.price (token, price, dataset)`,
    `create index on ${search}.price (token, price, dataset) where lowest`,
    `create index on ${search}.tally (chain_id, kind, count desc, value)`,
    ...statistics({ search }),
  ];
}

/** What the planner must know of tables that have grown: PGlite has no autovacuum that would tell it. */
export const statistics = ({ search }: Pick<Names, "search">): string[] =>
  ["listing", "price", "tally"].map((table) => `analyze ${search}.${table}`);

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** Names of the policies at their addresses. */
function policies(chains: readonly IndexedChain[]): string {
  const rows = chains.flatMap(({ network, deployment }) =>
    (
      [
        ["credential", deployment.credentialPolicy],
        ["role", deployment.rolePolicy],
        ["allowList", deployment.allowListPolicy],
        ["allOf", deployment.allOfPolicy],
        ["anyOf", deployment.anyOfPolicy],
        ["consent", deployment.consent],
      ] as const
    ).map(([kind, address]) => `(${network.chainId}, ${literal(address.toLowerCase())}, ${literal(kind)})`),
  );
  return `(values ${rows.join(", ")}) as known(chain_id, address, kind)`;
}

/** Offers that a data set `d` is sold or given away by now: its owner's, open, and not sold out. */
const openOffers = (from: string): string =>
  `${from}.offer o where o.chain_id = d.chain_id and o.dataset = d.id and o.seller = d.owner
    and o.status = 'open' and (o.max_sales = 0 or o.sold < o.max_sales)`;

/** A tariff `t` of the owner of a data set `d`; a record is never sold by use. */
export const tariffOf = (t: string): string =>
  `${t}.chain_id = d.chain_id and ${t}.dataset = d.id and ${t}.owner = d.owner and ${t}.from_version <= d.latest`;

/** Its last second has not passed, and it was not taken back. */
export const tariffInForce = (t: string): string =>
  `${t}.segments <> 0 and ${t}.valid_until >= extract(epoch from now())::bigint`;

/**
 * Writes the rows of some data sets anew, from the indexed tables as they are now. Each is looked up by its key, so that
 * the work grows with the data sets that changed, be it one or all.
 */
function refresh({ tables: from, search }: Names, chains: readonly IndexedChain[]): string {
  const zero = literal(`0x${"0".repeat(40)}`);
  const isDealt = (side: string): string =>
    `exists (select 1 from ${from}.deal x where x.chain_id = d.chain_id and x.${side}_dataset = d.id)`;
  return `create function ${search}.refresh(chains integer[], datasets text[]) returns void language plpgsql as $$
begin
  delete from ${search}.price p using (select distinct c, i from unnest(chains, datasets) as given(c, i)) k
  where p.chain_id = k.c and p.dataset = k.i and not exists (
    select 1 from ${from}.dataset d, ${openOffers(from)}
      and d.chain_id = p.chain_id and d.id = p.dataset and o.token = p.token and o.price = p.price);

  insert into ${search}.price
  select d.chain_id, d.id, f.token, f.price, f.lowest
  from (select distinct c, i from unnest(chains, datasets) as given(c, i)) k
  join ${from}.dataset d on d.chain_id = k.c and d.id = k.i
  cross join lateral (
    select o.token, o.price, o.price = min(o.price) over (partition by o.token) as lowest
    from ${openOffers(from)} and o.price > 0 group by o.token, o.price
  ) f
  on conflict (chain_id, dataset, token, price) do update set lowest = excluded.lowest
  where price.lowest <> excluded.lowest;

  delete from ${search}.listing l using (select distinct c, i from unnest(chains, datasets) as given(c, i)) k
  where l.chain_id = k.c and l.dataset = k.i and not exists (
    select 1 from ${from}.dataset d
    join ${from}.manifest m on m.chain_id = d.chain_id and m.dataset = d.id and m.version = d.latest
    where d.chain_id = l.chain_id and d.id = l.dataset and m.status = 'ok');

  insert into ${search}.listing
  select d.chain_id, d.id, d.created_at::bigint, d.sold,
    case when coalesce(r.paid_count, 0) = 0 then 0 else (1000 * (r.paid_stars + 15)) / (r.paid_count + 5) end,
    array['owner:' || d.owner] || m.tags
      || array(select 'token:' || p.token from ${search}.price p where p.chain_id = d.chain_id and p.dataset = d.id
        and p.lowest)
      || array(
        select distinct tag from (
          select 'mode:' || case when o.price = 0 then 'free' when o.duration = 0 then 'entry' else 'subscription' end
            as mode, 'policy:' || case when o.policy = ${zero} then 'anyone' else coalesce(known.kind, 'other') end
            as policy
          from (select o.* from ${openOffers(from)}) o
          left join ${policies(chains)} on known.chain_id = o.chain_id and known.address = o.policy
        ) offered, unnest(array['mode:offered', mode, policy]) as tag)
      || case when exists (select 1 from ${from}.record c where c.chain_id = d.chain_id and c.dataset = d.id)
        then array['mode:record']
        when exists (select 1 from ${search}.tariff u where ${tariffInForce("u")} and ${tariffOf("u")})
        then array['mode:metered'] else '{}'::text[] end
      || case when coalesce(r.paid_count, 0) = 0 then '{}'::text[]
        else array(select 'stars:' || n from generate_series(1, r.paid_stars / r.paid_count) n) end
      || case when ${isDealt("first")} or ${isDealt("second")} then array['mode:exchange'] else '{}'::text[] end,
    array_to_tsvector(m.title_terms), array_to_tsvector(m.key_terms), array_to_tsvector(m.terms)
  from (select distinct c, i from unnest(chains, datasets) as given(c, i)) k
  join ${from}.dataset d on d.chain_id = k.c and d.id = k.i
  join ${from}.manifest m on m.chain_id = d.chain_id and m.dataset = d.id and m.version = d.latest and m.status = 'ok'
  left join ${from}.rating_total r on r.chain_id = d.chain_id and r.dataset = d.id
  on conflict (chain_id, dataset) do update set created_at = excluded.created_at, sold = excluded.sold,
    score = excluded.score, tags = excluded.tags, title_terms = excluded.title_terms,
    key_terms = excluded.key_terms, terms = excluded.terms
  where (listing.created_at, listing.sold, listing.score, listing.tags, listing.terms, listing.key_terms,
      listing.title_terms)
    is distinct from (excluded.created_at, excluded.sold, excluded.score, excluded.tags, excluded.terms,
      excluded.key_terms, excluded.title_terms);
end $$`;
}

/** Keeps count of tags as listings come, change and go. */
function tallies({ search }: Names): string[] {
  const tags = (rows: string, sign: string): string =>
    `select chain_id, tag, ${sign} as change from ${rows}, unnest(tags || 'all:'::text) as tag
     where tag not like 'owner:%'`;
  const changes = {
    insert: tags("changed", "1"),
    delete: tags("changed", "-1"),
    update: `${tags("changed", "1")} union all ${tags("before", "-1")}`,
  };
  return ACTS.flatMap((act) => [
    `create function ${search}.tally_${act}() returns trigger language plpgsql as $$
begin
  insert into ${search}.tally
  select chain_id, split_part(tag, ':', 1), substr(tag, strpos(tag, ':') + 1), sum(change)::integer
  from (${changes[act]}) as each
  group by chain_id, tag having sum(change) <> 0
  on conflict (chain_id, kind, value) do update set count = tally.count + excluded.count;
  return null;
end $$`,
    `create trigger tally_${act} after ${act} on ${search}.listing referencing ${referencing(act)}
     for each statement execute function ${search}.tally_${act}()`,
  ]);
}

function referencing(act: (typeof ACTS)[number]): string {
  if (act === "update") return "old table as before new table as changed";
  return act === "insert" ? "new table as changed" : "old table as changed";
}

function triggersOf({ search }: Names, schema: string, table: string, source: Source): string[] {
  return ACTS.flatMap((act) => {
    const name = `tallystick_search_${table}_${act}`;
    const keys = (act === "update" && source.updated) || source.keys;
    return [
      `create function ${search}.${name}() returns trigger language plpgsql as $$
begin
  perform ${search}.refresh(array_agg(k.chain_id), array_agg(k.dataset)) from (${keys}) as k having count(*) > 0;
  return null;
end $$`,
      `drop trigger if exists ${name} on ${schema}."${table}"`,
      `create trigger ${name} after ${act} on ${schema}."${table}" referencing ${referencing(act)}
       for each statement execute function ${search}.${name}()`,
    ];
  });
}
