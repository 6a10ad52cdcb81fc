import { db } from "ponder:api";
import { chain } from "ponder:schema";
import { sql } from "ponder";
import { type IndexedChain, indexedChains } from "../../settings.ts";
import { type ChainNow, chainNow, compareGenesis, type Genesis, notReadyReason, type Progress } from "./genesis.ts";

const chains = indexedChains();

/** Heads of the chains when past events were done. A block later than these is news, not backlog. */
const targets = new Map<number, number>();

type Compared = Genesis & { readonly now: ChainNow | null };

async function compared(): Promise<Compared[]> {
  const rows = await db.select().from(chain);
  const compare = async ({ network }: IndexedChain): Promise<Compared> => {
    const { chainId } = network;
    const now = await chainNow(network);
    const row = rows.find((each) => each.chainId === chainId);
    return { ...compareGenesis(chainId, now?.genesis ?? null, row?.genesis ?? null), now };
  };
  return Promise.all(chains.map(compare));
}

const withoutHead = ({ chainId, genesis, indexed, same }: Compared): Genesis => ({ chainId, genesis, indexed, same });

async function isHistoryDone(): Promise<boolean> {
  const query = sql`select (value->>'is_ready')::int as ready from _ponder_meta where key = 'app'`;
  return (await db.execute(query)).rows[0]?.ready === 1;
}

/** Newest indexed block of each chain: the 16 digits after time (10) and chain (16) in Ponder's checkpoint. */
async function indexedBlocks(): Promise<Map<number, number>> {
  const query = sql`select chain_id as id, substr(latest_checkpoint, 27, 16) as block from _ponder_checkpoint`;
  const rows = (await db.execute(query)).rows as { id: unknown; block: unknown }[];
  return new Map(rows.map(({ id, block }) => [Number(id), Number(block)]));
}

async function progressOf(all: readonly Compared[]): Promise<Progress[]> {
  const blocks = await indexedBlocks();
  return all.flatMap(({ chainId, now }) => {
    if (now === null) return [];
    // A reorganisation may leave a chain shorter than it was.
    const target = Math.min(targets.get(chainId) ?? now.head, now.head);
    targets.set(chainId, target);
    return [{ chainId, block: blocks.get(chainId) ?? 0, target }];
  });
}

/** Each chain's first block, now and when it was indexed. */
export async function genesisOfChains(): Promise<Genesis[]> {
  return (await compared()).map(withoutHead);
}

/** Whether the tables can be relied on, and if not, why. */
export async function readiness(): Promise<{
  readonly ready: boolean;
  readonly reason: string | null;
  readonly chains: readonly Genesis[];
}> {
  const all = await compared();
  const isDone = await isHistoryDone();
  const reason = notReadyReason(isDone, all, isDone ? await progressOf(all) : []);
  return { ready: reason === null, reason, chains: all.map(withoutHead) };
}
