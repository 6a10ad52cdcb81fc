import type { Address, Hex } from "viem";
import type { Reader } from "../chain/actor.ts";
import { explainError } from "../chain/explainError.ts";
import { tabsAbi } from "../generated/abis/Tabs.ts";
import { deployed } from "../networks.ts";
import type { CreditLine } from "./tab.ts";

export type TabStatus = "none" | "open" | "closing" | "closed";

const statuses: readonly TabStatus[] = ["none", "open", "closing", "closed"];

/** All that the chain knows of a tab. Amounts are running totals in base units of its token. */
export interface TabState {
  readonly id: Hex;
  readonly status: TabStatus;
  readonly deposited: bigint;
  /** By the newest voucher that was settled. */
  readonly claimed: bigint;
  /** First second at which the closing can be finished; 0 unless the reader has started it. */
  readonly closesAt: number;
  /** The DAO's share in basis points, frozen at the opening. */
  readonly feeBps: number;
  /** By the provider, fee included. */
  readonly collected: bigint;
  /** Debt that an instrument took over. */
  readonly handedOver: bigint;
  /** How many statements were issued. */
  readonly statements: number;
  readonly line: CreditLine;
  /** The highest total that a voucher can claim now (`availableOf`). */
  readonly available: bigint;
  /** What is claimed, but neither paid nor handed over (`debtOf`). */
  readonly debt: bigint;
  /** What the provider could collect now, fee not yet taken (`collectable`). */
  readonly collectable: bigint;
}

/**
 * Reads a tab (`ITabs.accountOf`, `booksOf`, `creditLineOf`), at one block.
 *
 * @param id see `tabId`
 * @throws `ChainUnreachable`
 */
export async function readTab(reader: Reader, id: Hex): Promise<TabState> {
  const { client, network } = reader;
  try {
    const blockNumber = await client.getBlockNumber();
    const at = { address: deployed(network).tabs, abi: tabsAbi, args: [id], blockNumber } as const;
    const [account, books, line, available, debt, collectable] = await Promise.all([
      client.readContract({ ...at, functionName: "accountOf" }),
      client.readContract({ ...at, functionName: "booksOf" }),
      client.readContract({ ...at, functionName: "creditLineOf" }),
      client.readContract({ ...at, functionName: "availableOf" }),
      client.readContract({ ...at, functionName: "debtOf" }),
      client.readContract({ ...at, functionName: "collectable" }),
    ]);
    const status = statuses[account.status] ?? "none";
    return { id, ...account, ...books, status, line, available, debt, collectable };
  } catch (error) {
    throw explainError(error, { act: "readTab", network });
  }
}

/** A part of a tab's debt that was made due (`ITabs.Statement`). Amounts are base units. */
export interface TabStatement {
  /** From 1. */
  readonly number: number;
  /** In running totals: from (exclusive) to. */
  readonly from: bigint;
  readonly to: bigint;
  /** Second from which it is due. */
  readonly dueAt: number;
  /** EIP-712 digest of the voucher that it rests on. */
  readonly voucher: Hex;
  /** What is neither paid nor handed over; zero: covered. */
  readonly outstanding: bigint;
}

/**
 * Reads a statement; undefined when there is none of this number (`ITabs.statementOf`).
 *
 * @throws `ChainUnreachable`
 */
export async function statementOf(reader: Reader, id: Hex, number: number): Promise<TabStatement | undefined> {
  const { client, network } = reader;
  const { tabs: address } = deployed(network);
  try {
    const args = [id, number] as const;
    const [statement, outstanding] = await client.readContract({
      address,
      abi: tabsAbi,
      functionName: "statementOf",
      args,
    });
    return statement.to === 0n ? undefined : { number, ...statement, outstanding };
  } catch (error) {
    throw explainError(error, { act: "statementOf", network });
  }
}

/**
 * Reads the statements of a tab, oldest first.
 *
 * @param count as `readTab` tells it
 * @throws `ChainUnreachable`
 */
export async function statementsOf(reader: Reader, id: Hex, count: number): Promise<TabStatement[]> {
  const numbers = Array.from({ length: count }, (_, i) => i + 1);
  const found = await Promise.all(numbers.map((number) => statementOf(reader, id, number)));
  return found.filter((each) => each !== undefined);
}

/**
 * Credit of an account in a token (rests of closed tabs; for the treasury, fees), in base units (`ITabs.creditOf`).
 *
 * @throws `ChainUnreachable`
 */
export async function tabCreditOf({ client, network }: Reader, account: Address, token: Address): Promise<bigint> {
  const { tabs: address } = deployed(network);
  try {
    return await client.readContract({ address, abi: tabsAbi, functionName: "creditOf", args: [account, token] });
  } catch (error) {
    throw explainError(error, { act: "creditOf", account, network });
  }
}
