import { demoTokenAbi } from "@tallystick/sdk/generated/abis/DemoToken";
import { addresses } from "@tallystick/sdk/generated/addresses";
import { type Address, createPublicClient, createWalletClient, http } from "viem";
import { accountAt } from "./wallet.ts";

const at = addresses["31337"];

export function rpcUrl(chainId = 31337): string {
  const port =
    chainId === 31338
      ? (process.env.TALLYSTICK_PORT_CHAIN_B ?? "8546")
      : (process.env.TALLYSTICK_PORT_CHAIN_A ?? "8545");
  return `http://127.0.0.1:${port}`;
}

export async function rpc(method: string, params: readonly unknown[] = [], chainId = 31337): Promise<unknown> {
  const response = await fetch(rpcUrl(chainId), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
  });
  const { result, error } = (await response.json()) as {
    result?: unknown;
    error?: { code: number; message: string; data?: unknown };
  };
  if (error) throw error;
  return result;
}

export const client = createPublicClient({ transport: http(rpcUrl()), cacheTime: 0 });

/** EURX of an account, in base units. */
export function euros(account: Address): Promise<bigint> {
  return client.readContract({ address: at.EURX, abi: demoTokenAbi, functionName: "balanceOf", args: [account] });
}

export function ether(address: Address): Promise<bigint> {
  return client.getBalance({ address });
}

/** Makes sure that an account has at least 100 EURX. */
export async function giveEuros(index: number): Promise<void> {
  const account = accountAt(index);
  if ((await euros(account.address)) >= 100_000_000n) return;
  const wallet = createWalletClient({ account, transport: http(rpcUrl()) });
  const hash = await wallet.writeContract({
    address: at.EURX,
    abi: demoTokenAbi,
    functionName: "faucet",
    args: [account.address],
    chain: null,
  });
  await client.waitForTransactionReceipt({ hash });
}

/** Keeps the chain from making blocks, until the function that is answered is called. */
export async function holdBlocks(): Promise<() => Promise<void>> {
  await rpc("evm_setAutomine", [false]);
  await rpc("evm_setIntervalMining", [0]);
  return async () => {
    await rpc("evm_mine");
    await rpc("evm_setAutomine", [true]);
    await rpc("evm_setIntervalMining", [5_000]);
  };
}

/** Gives an account that the chain did not begin with ether for its transactions. */
export async function giveEther(index: number): Promise<void> {
  await rpc("hardhat_setBalance", [accountAt(index).address, "0x8ac7230489e80000"]);
}
