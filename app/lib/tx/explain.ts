import {
  type Abi,
  type AbiParameter,
  BaseError,
  ContractFunctionRevertedError,
  decodeErrorResult,
  formatUnits,
  type Hex,
  isAddress,
  isHex,
} from "viem";
import { shortAddress, shortHex } from "../format.ts";
import { ActError, type Problem } from "./types.ts";

/** Codes of what can go wrong outside a contract; each has a sentence in the dictionaries (`problem.<code>`). */
export const problemCodes = [
  "rejected",
  "walletBusy",
  "walletGone",
  "walletRefused",
  "accountChanged",
  "wrongNetwork",
  "notConnected",
  "noMoneyForGas",
  "chainDown",
  "reverted",
  "replaced",
  "cancelled",
  "dropped",
  "notAReceipt",
  "panic",
  "diskFull",
  "changedMeanwhile",
  "unknown",
] as const;
export type ProblemCode = (typeof problemCodes)[number];

/** Turns anything thrown on the way to the chain into a problem that the dictionaries can say. */
export function explain(error: unknown, errors: Abi): Problem {
  if (error instanceof ActError) return error.problem;
  const known = fromSdk(error);
  if (known) return known;
  const chain = causes(error);
  for (const cause of chain) {
    const problem = fromRevert(cause, errors);
    if (problem) return problem;
  }
  for (const cause of chain) {
    const code = codeOf(cause);
    if (code) return { code, values: {}, detail: detailOf(error) };
  }
  return { code: "unknown", values: { detail: detailOf(error) }, detail: detailOf(error) };
}

/** The SDK's errors carry a code and the values that went wrong; a decoded contract error has its Solidity name as code. */
function fromSdk(error: unknown): Problem | undefined {
  if (!(error instanceof Error) || error.name !== "TallystickError") return undefined;
  const { code, message, details } = error as Error & { code: string; details: Record<string, unknown> };
  const values = Object.entries(details ?? {}).map(
    ([name, value]) => [name, shown(value, { name, type: "" })] as const,
  );
  return { code, values: { ...Object.fromEntries(values), detail: message }, detail: message };
}

/** The error and what caused it, outermost first; wallets nest theirs in `cause` or `data.originalError`. */
function causes(error: unknown): readonly object[] {
  const found: object[] = [];
  let next = error;
  while (typeof next === "object" && next !== null && found.length < 12) {
    found.push(next);
    const { cause, data } = next as { cause?: unknown; data?: { originalError?: unknown; cause?: unknown } };
    next = cause ?? (typeof data === "object" ? (data?.originalError ?? data?.cause) : undefined);
  }
  return found;
}

function fromRevert(cause: object, errors: Abi): Problem | undefined {
  if (cause instanceof ContractFunctionRevertedError) {
    if (cause.data && cause.data.errorName !== "Error") return named(cause.data.errorName, cause.data.args, errors);
    if (cause.raw) return fromData(cause.raw, errors);
    if (cause.reason) return { code: "reverted", values: { reason: cause.reason }, detail: cause.reason };
  }
  const data = (cause as { data?: unknown }).data;
  const hex = isHex(data)
    ? data
    : isHex((data as { data?: unknown } | undefined)?.data)
      ? (data as { data: Hex }).data
      : undefined;
  return hex && hex.length >= 10 ? fromData(hex, errors) : undefined;
}

function fromData(data: Hex, errors: Abi): Problem | undefined {
  try {
    const { errorName, args } = decodeErrorResult({ abi: errors, data });
    if (errorName === "Error")
      return { code: "reverted", values: { reason: String(args?.[0]) }, detail: String(args?.[0]) };
    return named(errorName, args, errors);
  } catch {
    return undefined;
  }
}

function named(name: string, args: readonly unknown[] | undefined, errors: Abi): Problem {
  if (name === "Panic") return { code: "panic", values: { reason: String(args?.[0]) }, detail: `Panic(${args?.[0]})` };
  const item = errors.find((each) => each.type === "error" && each.name === name);
  const inputs: readonly AbiParameter[] = item?.type === "error" ? item.inputs : [];
  const values = inputs.map((input, i) => [
    input.name ?? String(i),
    inTally(name, args?.[i]) ?? shown(args?.[i], input),
  ]);
  return { code: name, values: Object.fromEntries(values), detail: `${name}(${(args ?? []).map(raw).join(", ")})` };
}

/** Errors whose amounts are all of the DAO's own token: people know them by its whole units. */
const tallyErrors = new Set(["GovernorInsufficientProposerVotes", "ERC20ExceededCap", "ERC20ExceededSafeSupply"]);

function inTally(error: string, value: unknown): string | undefined {
  return tallyErrors.has(error) && typeof value === "bigint" ? formatUnits(value, 18) : undefined;
}

function raw(value: unknown): string {
  return typeof value === "object"
    ? JSON.stringify(value, (_, each) => (typeof each === "bigint" ? String(each) : each))
    : String(value);
}

function shown(value: unknown, input: AbiParameter): string {
  if (typeof value === "string" && isAddress(value)) return shortAddress(value);
  if (input.type.startsWith("bytes") && isHex(value)) return shortHex(value);
  if (typeof value === "bigint" && value > 10n ** 30n) return shortHex(`0x${value.toString(16)}`);
  // Seconds since 1970 carry names that say so.
  if (/(At|deadline|until|Before|After|expiry|timestamp|timepoint)$/i.test(input.name ?? "") && Number(value) > 1e9)
    return new Date(Number(value) * 1000).toISOString().slice(0, 16).replace("T", " ");
  return raw(value);
}

const codes: Readonly<Record<string, ProblemCode>> = {
  "4001": "rejected",
  ACTION_REJECTED: "rejected",
  UserRejectedRequestError: "rejected",
  "-32002": "walletBusy",
  "4900": "walletGone",
  "4901": "walletGone",
  ProviderDisconnectedError: "walletGone",
  "4100": "accountChanged",
  ConnectorAccountNotFoundError: "accountChanged",
  ConnectorNotConnectedError: "notConnected",
  ConnectorChainMismatchError: "wrongNetwork",
  ChainMismatchError: "wrongNetwork",
  InsufficientFundsError: "noMoneyForGas",
  HttpRequestError: "chainDown",
  TimeoutError: "chainDown",
  QuotaExceededError: "diskFull",
};

/** Codes that say nothing but that it did not work: only where nothing better is known. */
const vague = new Set<unknown>([-32603, -32000]);

function codeOf(cause: object): ProblemCode | undefined {
  const { code, name = "", message = "" } = cause as { code?: unknown; name?: string; message?: string };
  const known = codes[String(code)] ?? codes[name];
  if (known) return known;
  if (/insufficient funds|doesn't have enough funds/i.test(message)) return "noMoneyForGas";
  if (/failed to fetch|fetch failed/i.test(message)) return "chainDown";
  return vague.has(code) ? "walletRefused" : undefined;
}

function detailOf(error: unknown): string {
  if (error instanceof BaseError) return error.shortMessage;
  if (error instanceof Error) return error.message;
  const message = (error as { message?: unknown } | null)?.message;
  return typeof message === "string" ? message : String(error);
}
