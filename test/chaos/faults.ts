/** What may be wrong with an endpoint. Blocks and times are the chain's. */
export type EndpointFault =
  /** Refuses every connection. */
  | { readonly kind: "down" }
  /** Takes questions and never answers. */
  | { readonly kind: "silent" }
  /** Answers so many milliseconds late. */
  | { readonly kind: "slow"; readonly milliseconds: number }
  /** Knows the chain only up to a block that stays where it is. */
  | { readonly kind: "stale"; readonly block: number }
  /** Always so many blocks behind. */
  | { readonly kind: "behind"; readonly blocks: number }
  /** Says that it is another chain. */
  | { readonly kind: "wrongChain"; readonly chainId: number }
  /** Is another chain. */
  | { readonly kind: "otherChain"; readonly url: string }
  /** Answers "already known" to each transaction, which it passed on or not. */
  | { readonly kind: "known"; readonly passedOn: boolean }
  /** Takes transactions, names their hash and forgets them. */
  | { readonly kind: "drops" }
  /** Refuses to look through more blocks than that for logs. */
  | { readonly kind: "logRange"; readonly blocks: number }
  /** Answers one question of so many; 429 to the others. */
  | { readonly kind: "rateLimit"; readonly oneOf: number }
  /** Breaks off in the middle of one answer of so many. */
  | { readonly kind: "cuts"; readonly oneOf: number }
  /** Answers with a page of HTML. */
  | { readonly kind: "garbage" }
  /** Has no logs and no receipts. */
  | { readonly kind: "lies" }
  /** Names nonces that are too high: a gap. */
  | { readonly kind: "nonceGap"; readonly by: number };

export interface Question {
  readonly id: unknown;
  readonly method: string;
  readonly params: readonly unknown[];
}

export interface Reply {
  readonly jsonrpc: "2.0";
  readonly id: unknown;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string };
}

const replied = (question: Question, result: unknown): Reply => ({ jsonrpc: "2.0", id: question.id, result });
const refused = (question: Question, code: number, message: string): Reply => ({
  jsonrpc: "2.0",
  id: question.id,
  error: { code, message },
});

const TAGS = new Set(["latest", "pending", "safe", "finalized"]);
const hex = (number: number): string => `0x${Math.max(0, number).toString(16)}`;
/** Where a method takes a block. */
const BLOCK_AT: Readonly<Record<string, number>> = {
  eth_getBlockByNumber: 0,
  eth_call: 1,
  eth_estimateGas: 1,
  eth_getBalance: 1,
  eth_getCode: 1,
  eth_getTransactionCount: 1,
  eth_getStorageAt: 2,
};

type Ask = (question: Question) => Promise<Reply>;

const isLater = (result: unknown, head: number): boolean => {
  const block = (result as { blockNumber?: string | null } | null)?.blockNumber;
  return block !== null && block !== undefined && Number(block) > head;
};

const within = (tag: unknown, head: number): unknown => {
  if (typeof tag !== "string") return tag;
  return TAGS.has(tag) || Number(tag) > head ? hex(head) : tag;
};

/** Answers as a node whose newest block is `head`. */
async function answerAt(head: number, question: Question, ask: Ask): Promise<Reply> {
  const { method, params } = question;
  if (method === "eth_blockNumber") return replied(question, hex(head));
  const at = BLOCK_AT[method];
  if (at !== undefined) {
    if (method === "eth_getBlockByNumber" && Number(params[0]) > head) return replied(question, null);
    const known = [...params];
    known[at] = within(params[at] ?? "latest", head);
    return ask({ ...question, params: known });
  }
  if (method === "eth_getLogs") {
    const filter = params[0] as { fromBlock?: string; toBlock?: string };
    if (Number(filter.fromBlock) > head) return replied(question, []);
    return ask({ ...question, params: [{ ...filter, toBlock: within(filter.toBlock ?? "latest", head) }] });
  }
  const reply = await ask(question);
  const isOfTransaction = method === "eth_getTransactionReceipt" || method === "eth_getTransactionByHash";
  return isOfTransaction && isLater(reply.result, head) ? replied(question, null) : reply;
}

async function numberOf(question: Question, ask: Ask): Promise<number> {
  return Number((await ask({ ...question, method: "eth_blockNumber", params: [] })).result);
}

async function known(passedOn: boolean, question: Question, ask: Ask): Promise<Reply> {
  if (question.method !== "eth_sendRawTransaction") return ask(question);
  if (passedOn) await ask(question);
  return refused(question, -32000, "already known");
}

async function limited(blocks: number, question: Question, ask: Ask): Promise<Reply> {
  if (question.method !== "eth_getLogs") return ask(question);
  const { fromBlock, toBlock } = question.params[0] as { fromBlock?: string; toBlock?: string };
  const head = await numberOf(question, ask);
  const number = (tag: string | undefined, otherwise: number): number =>
    tag === undefined || TAGS.has(tag) ? otherwise : tag === "earliest" ? 0 : Number(tag);
  const span = number(toBlock, head) - number(fromBlock, head) + 1;
  if (span <= blocks) return ask(question);
  return refused(question, -32005, `query exceeds max block range ${blocks}`);
}

function lie(question: Question, ask: Ask): Promise<Reply> | Reply {
  if (question.method === "eth_getLogs") return replied(question, []);
  if (question.method === "eth_getTransactionReceipt") return replied(question, null);
  return ask(question);
}

async function gapped(by: number, question: Question, ask: Ask): Promise<Reply> {
  const reply = await ask(question);
  if (question.method !== "eth_getTransactionCount" || reply.error) return reply;
  return replied(question, hex(Number(reply.result) + by));
}

/** Answers one question as a node with that fault does; `hashOf` tells a signed transaction's hash. */
export async function answer(
  fault: EndpointFault | undefined,
  question: Question,
  ask: Ask,
  hashOf: (raw: string) => string,
): Promise<Reply> {
  switch (fault?.kind) {
    case "stale":
      return answerAt(fault.block, question, ask);
    case "behind":
      return answerAt((await numberOf(question, ask)) - fault.blocks, question, ask);
    case "wrongChain":
      if (question.method === "eth_chainId") return replied(question, hex(fault.chainId));
      return question.method === "net_version" ? replied(question, String(fault.chainId)) : ask(question);
    case "known":
      return known(fault.passedOn, question, ask);
    case "drops":
      if (question.method !== "eth_sendRawTransaction") return ask(question);
      return replied(question, hashOf(String(question.params[0])));
    case "logRange":
      return limited(fault.blocks, question, ask);
    case "lies":
      return lie(question, ask);
    case "nonceGap":
      return gapped(fault.by, question, ask);
    default:
      return ask(question);
  }
}
