import { billsAbi } from "../generated/abis/Bills.ts";
import { billsChangesAbi } from "../generated/abis/BillsChanges.ts";
import { billsDeskAbi } from "../generated/abis/BillsDesk.ts";
import { billsRecourseAbi } from "../generated/abis/BillsRecourse.ts";
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
