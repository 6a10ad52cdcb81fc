import { type Hash, type TransactionReceipt, WaitForTransactionReceiptTimeoutError } from "viem";
import { TallystickError, tallystickError } from "../errors.ts";
import type { Actor, Reader } from "./actor.ts";
import { type Call, calldataOf } from "./call.ts";
import { explainError } from "./explainError.ts";

/** How a transaction ended. A repriced one (same call, more gas) counts as the same. */
export type Outcome =
  | { readonly status: "confirmed"; readonly hash: Hash; readonly receipt: TransactionReceipt }
  | {
      readonly status: "reverted";
      readonly hash: Hash;
      readonly receipt: TransactionReceipt;
      readonly error: TallystickError;
    }
  | { readonly status: "replaced"; readonly hash: Hash; readonly replacement: Hash }
  | { readonly status: "timeout"; readonly hash: Hash; readonly seconds: number };

export interface SendOptions {
  /** Called as soon as the transaction is on its way. */
  readonly onSent?: ((hash: Hash) => void) | undefined;
  /** How long to wait for it, in seconds. Default: 180. */
  readonly timeout?: number | undefined;
}

export interface Confirmed {
  readonly hash: Hash;
  readonly receipt: TransactionReceipt;
}

/**
 * Simulates a call, sends it and waits until it is confirmed as deep as the network asks.
 *
 * @throws the contract's refusal (code: name of its custom error), `WrongChain`, `UserRejected`, `InsufficientFunds`,
 * `ChainUnreachable`, `TransactionReverted`, `TransactionReplaced`, `TransactionTimeout`
 */
export async function send(actor: Actor, call: Call, options: SendOptions = {}): Promise<Confirmed> {
  const { network, client, wallet } = actor;
  const about = { act: call.functionName, account: wallet.account.address, network };
  const transaction = { account: wallet.account, to: call.address, data: calldataOf(call), ...etherOf(call) } as const;
  let hash: Hash;
  try {
    const walletChain = await wallet.getChainId();
    if (walletChain !== network.chainId)
      throw tallystickError("WrongChain", { expected: network.chainId, actual: walletChain });
    // A wallet does not say why a call would fail: ask the node first.
    await client.call(transaction);
    const gas = await client.estimateGas(transaction);
    const nonce = await explicitNonce(actor);
    hash = await wallet.sendTransaction({ ...transaction, chain: wallet.chain ?? null, gas: withSpare(gas), ...nonce });
  } catch (error) {
    throw explainError(error, about);
  }
  options.onSent?.(hash);
  const outcome = await waitForOutcome(actor, hash, call, options.timeout);
  if (outcome.status === "confirmed") return outcome;
  if (outcome.status === "reverted") throw outcome.error;
  if (outcome.status === "replaced")
    throw tallystickError("TransactionReplaced", { hash, replacement: outcome.replacement });
  throw tallystickError("TransactionTimeout", { hash, seconds: outcome.seconds });
}

function etherOf({ value }: Call): { value?: bigint } {
  return value === undefined ? {} : { value };
}

/** Most gas of a transaction (EIP-7825). */
const MOST_GAS = 16_777_216n;

/** A fifth more than was estimated, as far as a transaction may have it. */
function withSpare(gas: bigint): bigint {
  const more = gas + gas / 5n;
  return more > MOST_GAS && gas <= MOST_GAS ? MOST_GAS : more;
}

/** Wallets keep counting where a local chain that was restarted begins anew. */
async function explicitNonce({ network, client, wallet }: Actor): Promise<{ nonce?: number }> {
  if (!network.isLocal) return {};
  return { nonce: await client.getTransactionCount({ address: wallet.account.address, blockTag: "pending" }) };
}

/**
 * Waits for a transaction that was sent, here or before a reload.
 *
 * @param call what it does: tells why, should it have been reverted
 * @throws `ChainUnreachable`
 */
export async function waitForOutcome(reader: Reader, hash: Hash, call?: Call, timeout = 180): Promise<Outcome> {
  const { client, network } = reader;
  let replacement: { readonly hash: Hash; readonly reason: string } | undefined;
  let receipt: TransactionReceipt;
  try {
    receipt = await client.waitForTransactionReceipt({
      hash,
      confirmations: network.confirmations,
      timeout: timeout * 1_000,
      onReplaced: ({ transaction, reason }) => {
        replacement = { hash: transaction.hash, reason };
      },
    });
  } catch (error) {
    if (error instanceof WaitForTransactionReceiptTimeoutError) return { status: "timeout", hash, seconds: timeout };
    throw explainError(error, { act: "waiting", network });
  }
  if (replacement !== undefined && replacement.reason !== "repriced") {
    return { status: "replaced", hash, replacement: replacement.hash };
  }
  const mined = receipt.transactionHash;
  if (receipt.status === "success") return { status: "confirmed", hash: mined, receipt };
  return { status: "reverted", hash: mined, receipt, error: await whyReverted(reader, receipt, call) };
}

/** Asks the node to repeat the call on the state in which it failed. */
async function whyReverted(reader: Reader, receipt: TransactionReceipt, call?: Call): Promise<TallystickError> {
  const silent = tallystickError("TransactionReverted", {
    hash: receipt.transactionHash,
    reason: "the node does not say why.",
  });
  if (call === undefined) return silent;
  const { client, network } = reader;
  try {
    await client.call({
      account: receipt.from,
      to: call.address,
      data: calldataOf(call),
      ...etherOf(call),
      blockNumber: receipt.blockNumber,
    });
    return silent;
  } catch (error) {
    const why = explainError(error, { act: call.functionName, account: receipt.from, network });
    return new TallystickError(why.code, `The transaction was reverted: ${why.message}`, why.action, {
      ...why.details,
      hash: receipt.transactionHash,
    });
  }
}
