import { type Fields, integerOf, objectOf } from "../../gateway/fields.ts";
import { ask, type HttpOptions, pathOf } from "../../gateway/http.ts";
import type { BitcoinChain, SeenTransaction } from "./chain.ts";
import { transactionId } from "./read.ts";
import { bitcoinFault } from "./script.ts";

// Bitcoin over an index that speaks Esplora's HTTP (electrs, mempool.space, a node of one's own behind either): a node alone
// can't say what pays an address. It may withhold and may lie about heights, which is why depth counts; what a transaction
// pays and shows is read from its bytes.

/** Most bytes of an answer: a page of large transactions. */
const MAX_ANSWER = 16_777_216;
/** Pages of an address that are read: somebody may have paid dust to it to hide what counts. */
const MOST_PAGES = 40;
const MAX_HEIGHT = 2 ** 31;
const MAX_TIME = 2 ** 32;

/**
 * Bitcoin as an Esplora server shows it.
 *
 * @param url where its API begins, as `https://blockstream.info/api`
 */
export function esplora(url: string, options: HttpOptions = {}): BitcoinChain {
  const get = async (path: string): Promise<string> => {
    const response = await ask(pathOf(url, path), {}, options);
    const text = await boundedText(response);
    if (!response.ok) throw bitcoinFault("answer", `${path}: ${response.status} ${text.slice(0, 200)}`);
    return text;
  };
  const getJson = async (path: string): Promise<unknown> => {
    const text = await get(path);
    try {
      return JSON.parse(text);
    } catch (error) {
      throw bitcoinFault("answer", `${path}: it is no JSON`, error);
    }
  };
  const transaction = async (txid: string, status: unknown): Promise<SeenTransaction> => {
    const hex = (await get(`/tx/${txid}/hex`)).trim();
    if (transactionId(hex) !== txid) throw bitcoinFault("answer", `it is not the transaction ${txid}`);
    return { hex, height: heightIn(objectOf(status, "status", bitcoinFault)) };
  };

  return {
    async head() {
      const hash = blockHash(await get("/blocks/tip/hash"));
      const block = objectOf(await getJson(`/block/${hash}`), "block", bitcoinFault);
      return {
        height: integerOf(block, "height", MAX_HEIGHT, bitcoinFault),
        medianTime: integerOf(block, "mediantime", MAX_TIME, bitcoinFault),
      };
    },
    async genesis() {
      return blockHash(await get("/block-height/0"));
    },
    async payments(address) {
      const found: SeenTransaction[] = [];
      const seen = new Set<string>();
      let path = `/address/${address}/txs`;
      for (let page = 0; page < MOST_PAGES; page++) {
        const listed = transactionsIn(await getJson(path)).filter(({ txid }) => !seen.has(txid));
        for (const { txid, status, pays } of listed) {
          seen.add(txid);
          if (pays.includes(address)) found.push(await transaction(txid, status));
        }
        // The first page has those that wait as well; later ones go on after the last confirmed one.
        const last = listed.findLast(({ status }) => heightIn(status) !== undefined);
        if (last === undefined) return found;
        path = `/address/${address}/txs/chain/${last.txid}`;
      }
      throw bitcoinFault("address", "more has been paid to it than is read");
    },
    async spender({ txid, vout }) {
      const spend = objectOf(await getJson(`/tx/${txid}/outspend/${vout}`), "outspend", bitcoinFault);
      return spend.spent === true ? transaction(txidIn(spend), spend.status) : undefined;
    },
    async send(hex) {
      const response = await ask(pathOf(url, "/tx"), { method: "POST", body: hex }, options);
      const text = await boundedText(response);
      const isKnown = /already (in|known)|in mempool|in block chain/i.test(text);
      if (!response.ok && !isKnown) throw bitcoinFault("transaction", `it was refused: ${text.slice(0, 200)}`);
    },
    async feeRate(blocks) {
      const rates = objectOf(await getJson("/fee-estimates"), "rates", bitcoinFault);
      // The server has rates for some numbers of blocks: that of the nearest that is not more.
      const known = Object.entries(rates)
        .flatMap(([within, rate]) => (typeof rate === "number" && rate > 0 ? [[Number(within), rate] as const] : []))
        .filter(([within]) => within <= blocks)
        .sort(([a], [b]) => b - a);
      return Math.max(1, known[0]?.[1] ?? 1);
    },
  };
}

interface Listed {
  readonly txid: string;
  readonly status: Fields;
  /** Addresses that it pays. */
  readonly pays: readonly unknown[];
}

function transactionsIn(value: unknown): Listed[] {
  if (!Array.isArray(value)) throw bitcoinFault("transactions", "a list is needed");
  return value.map((each) => {
    const fields = objectOf(each, "transaction", bitcoinFault);
    if (!Array.isArray(fields.vout)) throw bitcoinFault("vout", "a list is needed");
    const pays = fields.vout.map((output) => objectOf(output, "vout", bitcoinFault).scriptpubkey_address);
    return { txid: txidIn(fields), status: objectOf(fields.status, "status", bitcoinFault), pays };
  });
}

function blockHash(text: string): string {
  const hash = text.trim();
  if (!/^[0-9a-f]{64}$/.test(hash)) throw bitcoinFault("answer", "the hash of a block is needed");
  return hash;
}

function txidIn({ txid }: Fields): string {
  if (typeof txid !== "string" || !/^[0-9a-f]{64}$/.test(txid)) throw bitcoinFault("txid", "32 bytes are needed");
  return txid;
}

function heightIn(status: Fields): number | undefined {
  return status.confirmed === true ? integerOf(status, "block_height", MAX_HEIGHT, bitcoinFault) : undefined;
}

/** Text of an answer; no more of it is read than any answer has. */
async function boundedText(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const part of response.body ?? []) {
    text += decoder.decode(part, { stream: true });
    if (text.length > MAX_ANSWER) throw bitcoinFault("answer", "it is longer than any answer is");
  }
  return text;
}
