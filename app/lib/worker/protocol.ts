import type { Hex } from "viem";

/** What page and worker say to each other. A worker has no wallet: it asks the page for signatures. */
export type ToWorker =
  | { readonly kind: "run"; readonly id: number; readonly task: string; readonly input: unknown }
  | { readonly kind: "stop"; readonly id: number }
  | { readonly kind: "signature"; readonly request: number; readonly signature?: Hex; readonly error?: WireError };

export type FromWorker =
  | { readonly kind: "progress"; readonly id: number; readonly value: unknown }
  | { readonly kind: "sign"; readonly id: number; readonly request: number; readonly typedData: unknown }
  | { readonly kind: "done"; readonly id: number; readonly value: unknown }
  | { readonly kind: "failed"; readonly id: number; readonly error: WireError };

/** An error as it crosses the border; its code survives, its class does not. */
export interface WireError {
  readonly name: string;
  readonly message: string;
  readonly code?: string | number | undefined;
  readonly details?: Readonly<Record<string, unknown>> | undefined;
  readonly problem?: unknown;
}

export function toWire(error: unknown): WireError {
  const { name, message, code, details, problem } = (error ?? {}) as Partial<WireError>;
  return {
    name: String(name ?? "Error"),
    message: String(message ?? error),
    ...(code === undefined ? {} : { code }),
    ...(details === undefined ? {} : { details }),
    ...(problem === undefined ? {} : { problem }),
  };
}

/** The error as it was, as far as anything here looks at it. */
export function fromWire(wire: WireError): Error {
  return Object.assign(new Error(wire.message), wire);
}
