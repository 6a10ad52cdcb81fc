import { connectActor } from "@tallystick/sdk/chain/actor";
import { addresses } from "@tallystick/sdk/generated/addresses";
import { personaAccount } from "@tallystick/sdk/local/personas";
import { chainOf, networkOf } from "@tallystick/sdk/networks";
import type { Account, Chain, Transport, WalletClient } from "viem";
import type { Deployed } from "../../deploy/deploy.ts";
import { parametersOf } from "../../deploy/parameters/networks.ts";
import { advanceSettings } from "../../deploy/settings.ts";
import type { SeedableChain } from "./world.ts";

/** Takes the chain's settings through the DAO: proposed, voted for, queued, executed, as the times pass. */
export async function settle(chain: SeedableChain): Promise<void> {
  const parameters = parametersOf(chain.chainId);
  const network = networkOf(chain.chainId);
  const deployer = connectActor(network, personaAccount("deployer", chain.chainId));
  const wallet = { ...deployer.wallet, chain: chainOf(network) } as WalletClient<Transport, Chain, Account>;
  const all: Readonly<Record<string, Deployed | undefined>> = addresses;
  const deployed = all[chain.chainId] ?? {};
  for (;;) {
    const progress = await advanceSettings(deployer.client, wallet, deployed, parameters);
    if (progress.state === "complete") return;
    if (progress.state !== "executed") {
      await chain.request("evm_setNextBlockTimestamp", [Number(progress.nextAt)]);
      await chain.request("evm_mine");
    }
  }
}
