import { dividendsAbi } from "../generated/abis/Dividends.ts";
import { tallyGovernorAbi } from "../generated/abis/TallyGovernor.ts";
import { tallyTokenAbi } from "../generated/abis/TallyToken.ts";
import { treasuryAbi } from "../generated/abis/Treasury.ts";
import { deployed, type Network } from "../networks.ts";

// The DAO's contracts of a network, as `readView` takes them.

export const governorOf = (network: Network) =>
  ({ address: deployed(network).tallyGovernor, abi: tallyGovernorAbi }) as const;

export const tallyTokenOf = (network: Network) =>
  ({ address: deployed(network).tallyToken, abi: tallyTokenAbi }) as const;

export const dividendsOf = (network: Network) => ({ address: deployed(network).dividends, abi: dividendsAbi }) as const;

/** The treasury is the DAO's timelock. */
export const treasuryOf = (network: Network) => ({ address: deployed(network).timelock, abi: treasuryAbi }) as const;
