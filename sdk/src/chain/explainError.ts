import { BaseError, decodeErrorResult, type Hex, isHex } from "viem";
import { isTallystickError, reasonOf, TallystickError, tallystickError } from "../errors.ts";
import type { Network } from "../networks.ts";
import { contractSentence, unknownRevert } from "./contractSentences.ts";
import { contractErrors } from "./errorAbis.ts";
import type { Values } from "./sentences/words.ts";

/** A contract's refusal as an error of ours: code is the Solidity error's name, details its arguments by name. */
export function decodeRevert(data: Hex, cause?: unknown): TallystickError {
  const options = cause === undefined ? undefined : { cause };
  try {
    const { errorName, args, abiItem } = decodeErrorResult({ abi: contractErrors, data });
    const given: readonly unknown[] = args ?? [];
    if (errorName === "Error") {
      return tallystickError("UnknownFailure", { reason: `The contract refused: ${String(given[0])}.` }, cause);
    }
    const inputs: readonly { readonly name?: string | undefined }[] = "inputs" in abiItem ? abiItem.inputs : [];
    const values = Object.fromEntries(inputs.map(({ name }, i) => [name || String(i), given[i]]));
    return contractError(errorName, values, options);
  } catch {
    const { message, action } = unknownRevert(data);
    return new TallystickError("UnknownRevert", message, action, { data }, options);
  }
}

/** A refusal as the contract would make it: by the name of its custom error, with its arguments. */
export function contractError(name: string, values: Values, options?: ErrorOptions): TallystickError {
  const { message, action } = contractSentence(name, values);
  return new TallystickError(name, message, action, values, options);
}

/**
 * Turns whatever viem, a wallet or a node threw into an error of ours.
 *
 * @param act what was being done, for the sentence
 */
export function explainError(
  error: unknown,
  about: { readonly act: string; readonly account?: string; readonly network: Network },
): TallystickError {
  if (isTallystickError(error)) return error;
  const causes = causesOf(error);
  const rejected = causes.some(({ code, name }) => code === 4001 || name === "UserRejectedRequestError");
  if (rejected) return tallystickError("UserRejected", { act: about.act }, error);
  const data = revertDataIn(error);
  if (data !== undefined) return decodeRevert(data, error);
  const poor = causes.some(
    ({ name, message }) =>
      name === "InsufficientFundsError" || /insufficient funds|enough funds/i.test(String(message)),
  );
  if (poor) return tallystickError("InsufficientFunds", { account: about.account ?? "The account" }, error);
  if (
    causes.some(
      ({ name }) => name === "HttpRequestError" || name === "TimeoutError" || name === "WebSocketRequestError",
    )
  ) {
    const { chainId, rpcUrls } = about.network;
    return tallystickError("ChainUnreachable", { chainId, url: rpcUrls[0] ?? "", cause: reasonOf(error) }, error);
  }
  const reason = error instanceof BaseError ? error.shortMessage : reasonOf(error);
  return tallystickError("UnknownFailure", { reason: `${about.act} failed: ${reason}` }, error);
}

/** What a contract refused with, somewhere in what viem, a wallet or a node threw. */
export function revertDataIn(error: unknown): Hex | undefined {
  return causesOf(error)
    .map(revertData)
    .find((each) => each !== undefined);
}

interface Cause {
  readonly code?: unknown;
  readonly name?: unknown;
  readonly message?: unknown;
  readonly data?: unknown;
  readonly raw?: unknown;
  readonly cause?: unknown;
}

function causesOf(error: unknown): Cause[] {
  const found: Cause[] = [];
  let next = error;
  while (typeof next === "object" && next !== null && found.length < 16) {
    found.push(next);
    next = (next as Cause).cause;
  }
  return found;
}

/** Nodes put revert data in `data`, or one or two levels below it. */
function revertData({ data, raw }: Cause): Hex | undefined {
  const nested = data as { data?: unknown } | undefined;
  const deeper = nested?.data as { data?: unknown } | undefined;
  return [raw, data, nested?.data, deeper?.data].find((each): each is Hex => isHex(each) && each.length >= 10);
}
