import type { Address } from "viem";
import { debtorsAbi } from "../generated/abis/Debtors.ts";
import { evidenceAbi } from "../generated/abis/Evidence.ts";
import { holdbackAbi } from "../generated/abis/Holdback.ts";
import { lotsAbi } from "../generated/abis/Lots.ts";
import { quotesAbi } from "../generated/abis/Quotes.ts";
import { receivablesAbi } from "../generated/abis/Receivables.ts";
import { deployed, type Network } from "../networks.ts";

// The contracts of instruments of a network, as `readView` takes them.

export const lotsOf = (network: Network) => ({ address: deployed(network).lots, abi: lotsAbi }) as const;

export const receivablesOf = (network: Network) =>
  ({ address: deployed(network).receivables, abi: receivablesAbi }) as const;

export const debtorsOf = (network: Network) => ({ address: deployed(network).debtors, abi: debtorsAbi }) as const;

export const evidenceOf = (network: Network) => ({ address: deployed(network).evidence, abi: evidenceAbi }) as const;

export const quotesOf = (network: Network) => ({ address: deployed(network).quotes, abi: quotesAbi }) as const;

/** Each advance has a contract of its own. */
export const holdbackAt = (address: Address) => ({ address, abi: holdbackAbi }) as const;
