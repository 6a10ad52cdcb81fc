"use client";

import type { Reader } from "@tallystick/sdk/chain/actor";
import type { IndexerOptions } from "@tallystick/sdk/indexer/ask";
import { type Deployment, deployed, type Network } from "@tallystick/sdk/networks";
import { useCallback, useMemo } from "react";
import type { Client, Hex, TypedDataDefinition } from "viem";
import { useClient, useConfig, useConnection } from "wagmi";
import { signTypedData } from "wagmi/actions";
import { useNetwork } from "@/components/config";
import { readingClient } from "./client";
import { mustBe } from "./tx/must-be";
import { ActError } from "./tx/types";

/** The SDK's reader of the page's network. */
export function useReader(): Reader {
  return useReaderOf(useNetwork());
}

/** The SDK's reader of one of the networks, whichever the wallet is on. */
export function useReaderOf(network: Network): Reader {
  const client = useClient({ chainId: network.chainId });
  return useMemo(() => ({ network, client: readingClient(client as Client) }), [network, client]);
}

export function useContracts(): Deployment {
  return deployed(useNetwork());
}

/** Where lists come from; an empty address where none is configured, which fails as "does not answer". */
export function useIndexer(): IndexerOptions {
  const { indexer } = useNetwork();
  return useMemo(() => ({ indexer: indexer ?? "" }), [indexer]);
}

export type Signer = (typedData: unknown) => Promise<Hex>;

/** Asks the wallet for a typed data signature of the account and chain the act was begun with. */
export function useSign(): Signer {
  const config = useConfig();
  const { address } = useConnection();
  const { chainId } = useNetwork();
  return useCallback(
    async (typedData) => {
      if (!address) throw new ActError({ code: "notConnected", values: {} });
      mustBe(config, { account: address, chainId });
      return signTypedData(config, { ...(typedData as TypedDataDefinition), account: address });
    },
    [config, address, chainId],
  );
}
