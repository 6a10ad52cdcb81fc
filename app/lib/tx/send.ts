import { contractErrors } from "@tallystick/sdk/chain/errorAbis";
import type { Abi, Address, Hash, Hex, TransactionReceipt } from "viem";
import { encodeFunctionData } from "viem";
import type { Config } from "wagmi";
import {
  getCapabilities,
  getPublicClient,
  getTransactionReceipt,
  getWalletClient,
  sendCalls,
  waitForCallsStatus,
} from "wagmi/actions";
import { isLocalChain } from "../config.ts";
import { explain } from "./explain.ts";
import { follow } from "./follow.ts";
import { mustBe } from "./must-be.ts";
import { addEntry, changeEntry } from "./store.ts";
import { ActError, type Call, type Problem, type Text } from "./types.ts";

export interface Act {
  readonly title: Text;
  readonly chainId: number;
  /** Who acts; if the wallet shows somebody else when it is asked, nothing is sent. */
  readonly account: Address;
  readonly calls: readonly Call[];
}

/**
 * The one way from a click to the chain: simulate, say what is wrong, ask the wallet, follow to the end. Several calls go
 * as one batch where the wallet can (EIP-5792), else one after the other, each simulated when its turn comes.
 *
 * @returns the receipts, one a transaction
 * @throws ActError with the problem; the activity list has it too
 */
export async function act(config: Config, request: Act): Promise<readonly TransactionReceipt[]> {
  const errors = contractErrors;
  let id = begin(request);
  try {
    mustBe(config, request);
    if (request.calls.length > 1 && (await canBatch(config, request)))
      return await sendBatch(config, id, request, errors);
    const receipts: TransactionReceipt[] = [];
    for (const [i, call] of request.calls.entries()) {
      if (i > 0) id = begin(request);
      receipts.push(await sendOne(config, id, request, call, errors));
    }
    return receipts;
  } catch (error) {
    const problem = explain(error, errors);
    // What was asked and never sent is over; what was sent keeps its own end.
    changeEntry(id, { problem }, ({ state }) =>
      state === "checking" || state === "asking" ? { state: "failed" } : {},
    );
    throw new ActError(problem);
  }
}

function begin({ title, chainId, account }: Act): string {
  const id = crypto.randomUUID();
  addEntry({ id, title, chainId, account, state: "checking", startedAt: Date.now() });
  return id;
}

async function sendOne(config: Config, id: string, request: Act, call: Call, errors: Abi): Promise<TransactionReceipt> {
  const { account, chainId } = request;
  const chain = getPublicClient(config, { chainId });
  if (!chain) throw new ActError({ code: "wrongNetwork", values: { expected: String(chainId), actual: "" } });
  const abi = [...call.abi.filter((item) => item.type !== "error"), ...errors];
  // Wallets hide why a call fails: whatever the contract has to say is learned here, before anybody is asked to sign.
  await chain.simulateContract({ ...call, abi, account });
  const data = encodeFunctionData({ abi: call.abi, functionName: call.functionName, args: call.args });
  const value = call.value ?? 0n;
  const gas = await chain.estimateGas({ account, to: call.address, data, value });
  // After a local chain was restarted, MetaMask's own idea of the nonce is wrong and every transaction fails.
  const nonce = await chain.getTransactionCount({ address: account, blockTag: "pending" });
  const fromBlock = Number(await chain.getBlockNumber());
  mustBe(config, request);
  changeEntry(id, { state: "asking" });
  const wallet = await getWalletClient(config, { account, chainId });
  const hash = await wallet.sendTransaction({
    account,
    chain: chain.chain,
    to: call.address,
    data,
    value,
    gas: gas + gas / 5n,
    ...(isLocalChain(chainId) ? { nonce } : {}),
  });
  const sent = await chain.getTransaction({ hash }).catch(() => undefined);
  const details = { hash, account, nonce: sent?.nonce ?? nonce, fromBlock, to: call.address, data };
  changeEntry(id, { state: "pending", ...details });
  return finish(config, { id, chainId, ...details }, request, call, errors);
}

async function finish(
  config: Config,
  sent: {
    id: string;
    chainId: number;
    hash: Hash;
    account: Address;
    nonce: number;
    fromBlock: number;
    to: Address;
    data: Hex;
  },
  request: Act,
  call: Call,
  errors: Abi,
): Promise<TransactionReceipt> {
  const outcome = await follow(config, sent);
  if (outcome.state === "confirmed") return outcome.receipt;
  if (outcome.state !== "reverted") throw new ActError({ code: outcome.state, values: {} });
  // Ask the chain as it was in that block why.
  const why = await getPublicClient(config, { chainId: request.chainId })
    ?.simulateContract({
      ...call,
      abi: [...call.abi, ...errors],
      account: request.account,
      blockNumber: outcome.receipt.blockNumber,
    })
    .then(() => undefined)
    .catch((error: unknown) => explain(error, errors));
  const problem: Problem = why ?? { code: "reverted", values: { reason: "" } };
  changeEntry(sent.id, { problem });
  throw new ActError(problem);
}

async function canBatch(config: Config, { account, chainId }: Act): Promise<boolean> {
  try {
    const found = await getCapabilities(config, { account, chainId });
    const atomic = (found as { atomic?: { status?: string } }).atomic?.status;
    return atomic === "supported" || atomic === "ready";
  } catch {
    return false;
  }
}

async function sendBatch(
  config: Config,
  id: string,
  request: Act,
  errors: Abi,
): Promise<readonly TransactionReceipt[]> {
  const { account, chainId } = request;
  const first = request.calls[0];
  const chain = getPublicClient(config, { chainId });
  if (first) await chain?.simulateContract({ ...first, abi: [...first.abi, ...errors], account });
  mustBe(config, request);
  changeEntry(id, { state: "asking" });
  const calls = request.calls.map((call) => ({
    to: call.address,
    data: encodeFunctionData(call),
    ...(call.value ? { value: call.value } : {}),
  }));
  const batch = await sendCalls(config, { account, chainId, calls, forceAtomic: true });
  changeEntry(id, { state: "pending" });
  const status = await waitForCallsStatus(config, { id: batch.id, timeout: 600_000 });
  const hashes = (status.receipts ?? []).map((receipt) => receipt.transactionHash);
  const failed = status.status !== "success";
  const hash = hashes.at(-1);
  changeEntry(id, { state: failed ? "reverted" : "confirmed", ...(hash ? { hash } : {}) });
  if (failed) throw new ActError({ code: "reverted", values: { reason: "" } });
  return Promise.all(hashes.map((each) => getTransactionReceipt(config, { chainId, hash: each })));
}
