import {
  type Account,
  type Chain,
  createPublicClient,
  createWalletClient,
  custom,
  type EIP1193Provider,
  http,
  type PublicClient,
  type Transport,
  type WalletClient,
} from "viem";
import { chainOf, type Network } from "../networks.ts";

/** Somebody who only looks: a network and a client that reads it. */
export interface Reader {
  readonly network: Network;
  readonly client: PublicClient;
}

/** Somebody who acts: with a wallet of one account. */
export interface Actor extends Reader {
  readonly wallet: WalletClient<Transport, Chain | undefined, Account>;
}

function transportOf(network: Network, provider?: Pick<EIP1193Provider, "request">): Transport {
  // The simulated chain reports refusals with the code of an internal error, which viem would try again and again.
  const options = network.isLocal ? { retryCount: 0 } : {};
  return provider === undefined ? http(network.rpcUrls[0], options) : custom(provider, options);
}

/**
 * A reader of a network.
 *
 * @param provider speaks to the chain; default: the network's first RPC address
 */
export function connectReader(network: Network, provider?: Pick<EIP1193Provider, "request">): Reader {
  const client = createPublicClient({
    chain: chainOf(network),
    transport: transportOf(network, provider),
    pollingInterval: network.isLocal ? 200 : 2_000,
    cacheTime: 0,
    // A stranger's contract must not send who reads it to an address of its choice.
    ccipRead: false,
  });
  return { network, client: client as PublicClient };
}

/** An actor with an account whose key is here (CLI, services, tests). */
export function connectActor(network: Network, account: Account, provider?: Pick<EIP1193Provider, "request">): Actor {
  const wallet = createWalletClient({ account, chain: chainOf(network), transport: transportOf(network, provider) });
  return { ...connectReader(network, provider), wallet };
}
