import { LOCAL_CHAIN_IDS } from "@tallystick/sdk/local/personas";
import hre from "hardhat";
import { type Address, type Chain, createPublicClient, createWalletClient, custom } from "viem";
import { journalOf } from "../deploy/addresses.ts";
import { deployAll } from "../deploy/deploy.ts";
import { parametersOf } from "../deploy/parameters/networks.ts";
import { advanceSettings } from "../deploy/settings.ts";

// npx hardhat run scripts/deploy.ts --network sepolia
// Deploys what is not deployed yet, then takes the settings one step further through the DAO. Run it again: what was
// broken off is resumed, and what is due is executed.

await hre.tasks.getTask("build").run({ quiet: true, noTests: true });
const connection = await hre.network.create();
const { provider, networkName } = connection;
const chainId = Number(await provider.request({ method: "eth_chainId" }));
const parameters = parametersOf(chainId);
const isLocal = LOCAL_CHAIN_IDS.includes(chainId);

console.log(`Deploying to ${networkName} (chain ${chainId}).`);
const deployed = await deployAll(hre, connection, parameters, isLocal ? undefined : journalOf(chainId));
for (const [name, address] of Object.entries(deployed)) console.log(`  ${name.padEnd(20)}${address}`);
if (!isLocal) console.log("Now `npm run generate` tells the SDK these addresses; commit them with the journal.");

const chain: Chain = {
  id: chainId,
  name: networkName,
  nativeCurrency: { name: "Ether", symbol: "ETH", decimals: 18 },
  rpcUrls: { default: { http: [] } },
};
const transport = custom({ request: (request) => provider.request(request) });
const [account] = (await provider.request({ method: "eth_accounts" })) as Address[];
if (!account) throw new Error(`The network ${networkName} has no account to act with.`);
const progress = await advanceSettings(
  createPublicClient({ chain, transport }),
  createWalletClient({ chain, transport, account }),
  deployed,
  parameters,
);
if (progress.state === "complete") console.log("Its settings are complete.");
if (progress.state !== "complete")
  for (const { what } of progress.settings) console.log(`  ${progress.state}: ${what}`);
if ("nextAt" in progress) {
  const when = new Date(Number(progress.nextAt) * 1000).toISOString();
  console.log(`The next step is possible from ${when} on: run this again then.`);
}
await connection.close();
