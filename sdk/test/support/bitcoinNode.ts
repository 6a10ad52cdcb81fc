import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type BcoinTX, bcoin } from "./bcoin.ts";

/** A Bitcoin node of this process (regtest), with an index that speaks Esplora's HTTP. */
export interface BitcoinNode {
  /** Where the index is. */
  readonly url: string;
  /** Mines blocks, so many seconds of the node's clock after each other. */
  readonly mine: (count: number, seconds?: number) => Promise<void>;
  /** Mines until the median time of the last eleven blocks is past a second. */
  readonly mineUntil: (time: number) => Promise<void>;
  /** Pays an address, by a transaction that waits for its block. */
  readonly pay: (address: string, amount: bigint) => Promise<string>;
  /** Why a transaction is not taken; undefined: it is, and waits for its block. */
  readonly refusal: (hex: string) => Promise<string | undefined>;
  /** Whether the rules of blocks, which all must keep, let scripts be satisfied so; nodes carry less than that. */
  readonly isValid: (hex: string) => Promise<boolean>;
  /** Forgets a transaction that waits, as a node does for one that replaces it: this one knows no replacement. */
  readonly forget: (txid: string) => void;
  /** Satoshi that an address has in blocks. */
  readonly balance: (address: string) => bigint;
  readonly medianTime: () => Promise<number>;
  /** Second of the node's clock. */
  readonly now: () => number;
  /** Takes the newest blocks away; what was in them waits again. */
  readonly undo: (count: number) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Blocks between outputs of a coinbase and their use. */
const MATURITY = 100;

/** Transactions of an address that the index shows at once: few, so that tests come to further pages. */
const PAGE = 2;
/** Second of the first block after the genesis. */
const START = 1_900_000_000;

/** Ids of transactions are written the last byte first. */
const reversed = (hash: string): string => Buffer.from(hash, "hex").reverse().toString("hex");

/** A transaction, and what is asked of it. */
interface Seen {
  readonly tx: BcoinTX;
  readonly txid: string;
  readonly addresses: readonly (string | undefined)[];
  readonly height: number | undefined;
}

function seenAt(tx: BcoinTX, height: number | undefined): Seen {
  const addresses = tx.outputs.map((output) => output.getAddress()?.toString("regtest"));
  return { tx, txid: tx.txid(), addresses, height };
}

export async function startBitcoin(): Promise<BitcoinNode> {
  const network = bcoin.Network.get("regtest");
  // Rules that hold everywhere today, from the beginning: regtest of bcoin has the heights, votes and addresses of 2017.
  network.block.bip65height = 1;
  network.block.bip66height = 1;
  network.addressPrefix.bech32 = "bcrt";
  network.minerWindow = 10;
  network.activationThreshold = 8;
  // The clock is turned by hand.
  let clock = START;
  network.now = () => clock;
  const shared = { network, memory: true, workers: null };
  const chain = new bcoin.Chain(shared);
  const mempool = new bcoin.Mempool({ ...shared, chain, requireStandard: true, replaceByFee: true });
  const miner = new bcoin.Miner({ network, workers: null, chain, mempool, preverify: false });
  const index = new Map<number, readonly Seen[]>();
  chain.on("connect", (entry, block) => {
    index.set(
      entry.height,
      block.txs.map((tx) => seenAt(tx, entry.height)),
    );
    return mempool._addBlock(entry, block.txs);
  });
  chain.on("reset", () => mempool._reset());
  await chain.open();
  await mempool.open();
  await miner.open();
  const ring = bcoin.KeyRing.generate("regtest");
  ring.witness = true;
  miner.addAddress(ring.getAddress());
  let spentCoinbases = 0;

  const mine = async (count: number, seconds = 600): Promise<void> => {
    for (let i = 0; i < count; i++) {
      clock += seconds;
      const entry = await chain.add(await miner.mineBlock());
      if (entry === null) throw new Error("the block was not taken");
    }
  };
  await mine(MATURITY + 20);
  if (!chain.state.hasWitness() || !chain.state.hasCLTV() || !chain.state.hasMTP())
    throw new Error("rules are missing");
  const medianTime = (): Promise<number> => chain.getMedianTime(chain.tip);
  /** The newest first. */
  const all = (): Seen[] => {
    const waiting = mempool.getSnapshot().flatMap((hash) => {
      const tx = mempool.getTX(hash);
      return tx === undefined ? [] : [seenAt(tx, undefined)];
    });
    return [...waiting, ...[...index.values()].reverse().flat()];
  };
  const spenderOf = (seen: readonly Seen[], txid: string, vout: number): Seen | undefined =>
    seen.find(({ tx }) => tx.inputs.some(({ prevout }) => reversed(prevout.hash) === txid && prevout.index === vout));
  const statusOf = ({ height }: Seen) =>
    height === undefined ? { confirmed: false } : { confirmed: true, block_height: height };

  const refusal = async (hex: string): Promise<string | undefined> => {
    try {
      const missing = await mempool.addTX(bcoin.TX.fromRaw(Buffer.from(hex, "hex")));
      return missing === null ? undefined : "what it spends is not there";
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  };

  const historyOf = (address: string, after: string | undefined): unknown => {
    const paid = all().filter(({ addresses }) => addresses.includes(address));
    const from = after === undefined ? 0 : paid.findIndex(({ txid }) => txid === after) + 1;
    return paid.slice(from, from + PAGE).map((each) => ({
      txid: each.txid,
      status: statusOf(each),
      vout: each.addresses.map((paidTo) => ({ scriptpubkey_address: paidTo })),
    }));
  };
  const sent = async (hex: string): Promise<string> => {
    const why = await refusal(hex);
    if (why !== undefined) throw new Error(why);
    return bcoin.TX.fromRaw(Buffer.from(hex, "hex")).txid();
  };
  /** What the index answers, by the form of the path. */
  const answers: readonly (readonly [RegExp, (body: string, ...parts: string[]) => unknown])[] = [
    [/^\/blocks\/tip\/hash$/, () => chain.tip.rhash()],
    [/^\/block-height\/0$/, async () => (await chain.getEntryByHeight(0))?.rhash()],
    [/^\/block\/\w+$/, async () => ({ height: chain.height, mediantime: await medianTime() })],
    [/^\/address\/(\w+)\/txs$/, (_, address = "") => historyOf(address, undefined)],
    [/^\/address\/(\w+)\/txs\/chain\/(\w+)$/, (_, address = "", after) => historyOf(address, after)],
    [/^\/fee-estimates$/, () => ({ 1: 4, 3: 2, 6: 1 })],
    [/^\/tx$/, (body) => sent(body)],
    [
      /^\/tx\/(\w+)\/hex$/,
      (_, txid) =>
        all()
          .find((each) => each.txid === txid)
          ?.tx.toRaw()
          .toString("hex"),
    ],
    [
      /^\/tx\/(\w+)\/outspend\/(\d+)$/,
      (_, txid = "", vout) => {
        const spender = spenderOf(all(), txid, Number(vout));
        return spender ? { spent: true, txid: spender.txid, status: statusOf(spender) } : { spent: false };
      },
    ],
  ];
  const answerTo = async (path: string, body: string): Promise<string> => {
    for (const [form, answer] of answers) {
      const [, ...parts] = form.exec(path) ?? [];
      const found = form.test(path) ? await answer(body, ...parts) : undefined;
      if (found !== undefined) return typeof found === "string" ? found : JSON.stringify(found);
    }
    throw new Error("there is no such thing");
  };
  const handle = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const parts: Buffer[] = [];
    for await (const part of incoming) parts.push(part as Buffer);
    try {
      response.end(await answerTo(incoming.url ?? "/", Buffer.concat(parts).toString()));
    } catch (error) {
      response.writeHead(400).end(String(error));
    }
  };
  const server = createServer((incoming, response) => void handle(incoming, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}`,
    mine,
    async mineUntil(time) {
      while ((await medianTime()) <= time) await mine(1);
    },
    async pay(address, amount) {
      spentCoinbases += 1;
      const block = await chain.getBlock(spentCoinbases);
      const coinbase = block?.txs[0];
      if (coinbase === undefined) throw new Error("the miner has no money");
      const tx = new bcoin.MTX();
      tx.addTX(coinbase, 0);
      tx.addOutput(address, Number(amount));
      // The rest is the fee of nobody's concern, up to what nodes call absurd.
      tx.addOutput(seenAt(coinbase, 1).addresses[0] ?? "", (coinbase.outputs[0]?.value ?? 0) - Number(amount) - 10_000);
      tx.sign(ring);
      const signed = tx.toTX();
      await mempool.addTX(signed);
      return signed.toRaw().toString("hex");
    },
    refusal,
    async isValid(hex) {
      const tx = bcoin.TX.fromRaw(Buffer.from(hex, "hex"));
      return tx.verify(await chain.getCoinView(tx), chain.state.flags);
    },
    forget(txid) {
      const entry = mempool.getEntry(reversed(txid));
      if (entry === undefined) throw new Error("it does not wait");
      mempool.removeEntry(entry);
    },
    balance(address) {
      const seen = all();
      const inBlocks = seen.filter(({ height }) => height !== undefined);
      const values = inBlocks.flatMap(({ tx, txid, addresses }) =>
        addresses.map((paid, vout) =>
          paid === address && spenderOf(inBlocks, txid, vout) === undefined ? (tx.outputs[vout]?.value ?? 0) : 0,
        ),
      );
      return BigInt(values.reduce((sum, value) => sum + value, 0));
    },
    medianTime,
    now: () => clock,
    async undo(count) {
      const first = chain.height - count + 1;
      const gone = [...index].filter(([height]) => height >= first).flatMap(([, seen]) => seen.slice(1));
      await chain.reset(first - 1);
      for (let height = first; height < first + count; height++) index.delete(height);
      for (const { tx } of gone) await mempool.addTX(tx);
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await miner.close();
      await mempool.close();
      await chain.close();
    },
  };
}
