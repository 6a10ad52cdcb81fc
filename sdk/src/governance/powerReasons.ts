import { type Address, isAddressEqual, zeroAddress } from "viem";
import type { Reader } from "../chain/actor.ts";
import { explainError } from "../chain/explainError.ts";
import { inOrder, logsInRange } from "../chain/logs.ts";
import { tallyTokenOf } from "./contracts.ts";
import { holdingOf, NOBODY } from "./power.ts";
import { votingPower } from "./votes.ts";

/** Why an account had the power that it had in a second. Amounts in base units. */
export interface PowerReasons {
  readonly timepoint: number;
  readonly power: bigint;
  /** What it held. */
  readonly balance: bigint;
  /** Who had the power of that: itself, another, or `NOBODY`. */
  readonly delegate: Address;
  readonly isRenounced: boolean;
  /** Power of its own tokens: zero if it gave that away. */
  readonly own: bigint;
  /** Power that others delegated to it. */
  readonly received: bigint;
}

/**
 * Tells why an account had the power that it had in a second that is past, as a proposal's snapshot: what it held and who
 * had the power of that, walked back from now by the token's events.
 *
 * @throws `ERC5805FutureLookup`, `ChainUnreachable`
 */
export async function powerReasons(reader: Reader, account: Address, timepoint: number): Promise<PowerReasons> {
  const [power, now, block] = await Promise.all([
    votingPower(reader, account, timepoint),
    holdingOf(reader, account),
    blockAfter(reader, timepoint),
  ]);
  const since = await changesSince(reader, account, block);
  const balance = now.balance - since.gained;
  const delegate = since.delegateBefore ?? now.delegate;
  const own = isAddressEqual(delegate, account) ? balance : 0n;
  const isRenounced = isAddressEqual(delegate, NOBODY);
  return { timepoint, power, balance, delegate, isRenounced, own, received: power - own };
}

async function changesSince(
  { client, network }: Reader,
  account: Address,
  from: bigint,
): Promise<{ readonly gained: bigint; readonly delegateBefore?: Address | undefined }> {
  const filter = { ...tallyTokenOf(network), strict: true } as const;
  try {
    const latest = await client.getBlockNumber();
    const [received, sent, delegated] = await Promise.all([
      logsInRange(
        (fromBlock, toBlock) =>
          client.getContractEvents({ ...filter, eventName: "Transfer", args: { to: account }, fromBlock, toBlock }),
        from,
        latest,
      ),
      logsInRange(
        (fromBlock, toBlock) =>
          client.getContractEvents({ ...filter, eventName: "Transfer", args: { from: account }, fromBlock, toBlock }),
        from,
        latest,
      ),
      logsInRange(
        (fromBlock, toBlock) => {
          const args = { delegator: account };
          return client.getContractEvents({ ...filter, eventName: "DelegateChanged", args, fromBlock, toBlock });
        },
        from,
        latest,
      ),
    ]);
    const before = inOrder(delegated)[0]?.args.fromDelegate;
    // Whoever never chose had his power himself.
    const delegateBefore = before === zeroAddress ? account : before;
    return { gained: sumOf(received) - sumOf(sent), delegateBefore };
  } catch (error) {
    throw explainError(error, { act: "powerReasons", account, network });
  }
}

function sumOf(logs: readonly { readonly args: { readonly value: bigint } }[]): bigint {
  return logs.reduce((sum, { args }) => sum + args.value, 0n);
}

/** The first block later than a second; the one after the newest if there is none. */
async function blockAfter({ client, network }: Reader, timepoint: number): Promise<bigint> {
  try {
    const latest = await client.getBlock();
    let [low, high] = [0n, latest.number + 1n];
    while (low < high) {
      const middle = (low + high) / 2n;
      const { timestamp } = middle === latest.number ? latest : await client.getBlock({ blockNumber: middle });
      if (timestamp > BigInt(timepoint)) high = middle;
      else low = middle + 1n;
    }
    return low;
  } catch (error) {
    throw explainError(error, { act: "powerReasons", network });
  }
}
