import { connectReader } from "@tallystick/sdk/chain/actor";
import { personaAccount, personas } from "@tallystick/sdk/local/personas";
import { balanceOf } from "@tallystick/sdk/market/token";
import { deployed, networkOf } from "@tallystick/sdk/networks";
import { formatEther, formatUnits } from "viem";
import { thresholdOf } from "./keepers.ts";
import type { Stack } from "./stack.ts";

const DEMO_DECIMALS = 6;

function amount(text: string, digits: number): string {
  return Number(text).toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

async function personaLines(chainId: number): Promise<string[]> {
  const network = networkOf(chainId);
  const reader = connectReader(network);
  const { eurx } = deployed(network);
  const lines: string[] = [];
  for (const persona of personas) {
    const { address } = personaAccount(persona.id, chainId);
    const ether = formatEther(await reader.client.getBalance({ address }));
    const euro = eurx ? formatUnits(await balanceOf(reader, eurx, address), DEMO_DECIMALS) : "0";
    lines.push(
      `  ${persona.name.padEnd(15)} ${address} ${amount(ether, 2).padStart(10)} ETH ${amount(euro, 2).padStart(10)} EURX  ${persona.about}`,
    );
  }
  return lines;
}

/** The other keepers, where there are any. */
function keeperLines(gateways: readonly string[]): string[] {
  const [, ...others] = gateways;
  if (others.length === 0) return [];
  const title = `any ${thresholdOf(gateways.length)} of the ${gateways.length} release a key`;
  return others.map((url, i) => `  Keeper ${i + 2}    ${url}/health${i === others.length - 1 ? `   ${title}` : ""}`);
}

/** What a person needs to know once everything runs. */
export async function summary(stack: Stack, seconds: number): Promise<string> {
  const [a, b] = stack.chains;
  if (!a || !b) throw new Error("The stack has two chains.");
  const lines = [
    "",
    `Tallystick runs, after ${seconds.toFixed(0)} s.`,
    "",
    ...(stack.page ? [`  Page        ${stack.page}`] : []),
    `  Chain A     ${a.url}   chain id ${a.chainId}`,
    `  Chain B     ${b.url}   chain id ${b.chainId}`,
    `  Indexer     ${stack.indexer}/graphql`,
    `  Gateway     ${stack.gateway}/health`,
    ...keeperLines(stack.gateways),
    `  Swap agent  ${stack.agent}/offers`,
    `  Logs        ${stack.logs}`,
    "",
    `Who lives on chain A (accounts 0 to ${personas.length - 1} of the mnemonic "test test … junk"; the page has them as demo wallets):`,
    "",
    ...(await personaLines(a.chainId)),
    "",
    "MetaMask: add a network by hand with",
    `  name Tallystick A, RPC URL ${a.url}, chain id ${a.chainId}, symbol ETH`,
    `  name Tallystick B, RPC URL ${b.url}, chain id ${b.chainId}, symbol ETH`,
    "  It warns that the symbol is unusual for these chain ids: that is expected. Import a key of the mnemonic to be a",
    "  persona. These keys are known to everybody: never send anything of value to them.",
    "",
    "Stop with Ctrl-C. Chains begin anew at each start.",
  ];
  return lines.join("\n");
}
