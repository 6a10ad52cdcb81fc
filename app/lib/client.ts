import type { Client, PublicClient } from "viem";
import {
  call,
  estimateGas,
  getBalance,
  getBlock,
  getBlockNumber,
  getChainId,
  getCode,
  getContractEvents,
  getGasPrice,
  getStorageAt,
  readContract,
} from "viem/actions";

/**
 * A client with just the actions that pages and the SDK's reading functions call. viem's own public client brings every
 * action there is, which is a third of a page's first load.
 */
export function readingClient(client: Client): PublicClient {
  const actions = {
    call: (args: Parameters<typeof call>[1]) => call(client, args),
    estimateGas: (args: Parameters<typeof estimateGas>[1]) => estimateGas(client, args),
    getBalance: (args: Parameters<typeof getBalance>[1]) => getBalance(client, args),
    getCode: (args: Parameters<typeof getCode>[1]) => getCode(client, args),
    getGasPrice: () => getGasPrice(client),
    getBlock: (args?: Parameters<typeof getBlock>[1]) => getBlock(client, args),
    getBlockNumber: (args?: Parameters<typeof getBlockNumber>[1]) => getBlockNumber(client, args),
    getChainId: () => getChainId(client),
    getContractEvents: (args: Parameters<typeof getContractEvents>[1]) => getContractEvents(client, args),
    getStorageAt: (args: Parameters<typeof getStorageAt>[1]) => getStorageAt(client, args),
    readContract: (args: Parameters<typeof readContract>[1]) => readContract(client, args),
  };
  return Object.assign(Object.create(client), actions) as PublicClient;
}
