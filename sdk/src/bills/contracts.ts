import type { Address } from "viem";
import { acceptorsAbi } from "../generated/abis/Acceptors.ts";
import { billQuotesAbi } from "../generated/abis/BillQuotes.ts";
import { billsAbi } from "../generated/abis/Bills.ts";
import { billsChangesAbi } from "../generated/abis/BillsChanges.ts";
import { billsDeskAbi } from "../generated/abis/BillsDesk.ts";
import { billsRecourseAbi } from "../generated/abis/BillsRecourse.ts";
import { buybackAbi } from "../generated/abis/Buyback.ts";
import { reposAbi } from "../generated/abis/Repos.ts";
import { ruleSetsAbi } from "../generated/abis/RuleSets.ts";
import { deployed, type Network } from "../networks.ts";

// The contracts of bills of a network, as `readView` takes them.

export const billsOf = (network: Network) => ({ address: deployed(network).bills, abi: billsAbi }) as const;

export const billsRecourseOf = (network: Network) =>
  ({ address: deployed(network).billsRecourse, abi: billsRecourseAbi }) as const;

export const billsChangesOf = (network: Network) =>
  ({ address: deployed(network).billsChanges, abi: billsChangesAbi }) as const;

export const billsDeskOf = (network: Network) => ({ address: deployed(network).billsDesk, abi: billsDeskAbi }) as const;

export const ruleSetsOf = (network: Network) => ({ address: deployed(network).ruleSets, abi: ruleSetsAbi }) as const;

export const billQuotesOf = (network: Network) =>
  ({ address: deployed(network).billQuotes, abi: billQuotesAbi }) as const;

export const reposOf = (network: Network) => ({ address: deployed(network).repos, abi: reposAbi }) as const;

/** Each repo has a contract of its own. */
export const buybackAt = (address: Address) => ({ address, abi: buybackAbi }) as const;

export const acceptorsOf = (network: Network) => ({ address: deployed(network).acceptors, abi: acceptorsAbi }) as const;
