import { randomBytes } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { connectActor } from "@tallystick/sdk/chain/actor";
import { callOf } from "@tallystick/sdk/chain/call";
import { send } from "@tallystick/sdk/chain/send";
import { demoTokenAbi } from "@tallystick/sdk/generated/abis/DemoToken";
import { LOCAL_MNEMONIC, personaAccount } from "@tallystick/sdk/local/personas";
import { type Deployment, deployed, networkOf } from "@tallystick/sdk/networks";
import type { Asset } from "@tallystick/sdk/swaps/lock";
import { type Address, toHex } from "viem";
import { mnemonicToAccount } from "viem/accounts";
import { root } from "../lib/files.ts";
import type { LocalChain } from "./chains.ts";
import { untilReady } from "./children.ts";
import { HOST, portVariables } from "./ports.ts";
import { answers, type Surroundings } from "./services.ts";

/** Account of the mnemonic that gets what the maker is paid: out of reach of the key that its agent has. */
const RECEIVER_INDEX = 61;
/** What the maker begins with on each chain, which gives ether to the first twenty accounts alone. */
const ETHER = 10_000n * 10n ** 18n;

/** What is swapped, and how much of it is worth 100 euros, in base units. */
interface Ware {
  readonly asset: (at: Deployment) => Asset;
  readonly worth: bigint;
}

const token = (address: Address | undefined): Asset => {
  if (address === undefined) throw new Error("A local chain has no play money.");
  return { kind: "erc20", token: address };
};

const WARES: readonly Ware[] = [
  { asset: () => ({ kind: "native" }), worth: 40_000_000_000_000_000n },
  { asset: ({ eurx }) => token(eurx), worth: 100_000_000n },
  { asset: ({ usdx }) => token(usdx), worth: 108_000_000n },
];

/** The maker keeps one in two hundred. */
const SPREAD = 200n;
/** An order is for 400 euros; a taker brings 1 euro at least. */
const ORDER = 4n;
const PARTS = 400n;
/** Seconds that a taker's lock lasts: a person looks, signs twice and may be called away. */
const LOCK_TIME = 900;

/** Every ware of each chain for every ware of the other. */
function offersBetween(chains: readonly LocalChain[]) {
  const ids = chains.map(({ chainId }) => chainId);
  const pairs = ids.flatMap((gives) => ids.filter((wants) => wants !== gives).map((wants) => [gives, wants] as const));
  return pairs.flatMap(([gives, wants]) =>
    WARES.flatMap((given) => WARES.map((wanted) => offerOf([gives, given], [wants, wanted]))),
  );
}

function offerOf([givesOn, given]: readonly [number, Ware], [wantsOn, wanted]: readonly [number, Ware]) {
  const wants = wanted.worth * ORDER;
  const gives = given.worth * ORDER;
  const leg = (chainId: number, { asset }: Ware, amount: bigint) => ({
    ...{ chainId, asset: asset(deployed(networkOf(chainId))), amount: String(amount) },
  });
  return {
    gives: leg(givesOn, given, gives - gives / SPREAD),
    wants: leg(wantsOn, wanted, wants),
    minimumFill: String(wants / PARTS),
    lockTime: LOCK_TIME,
  };
}

/** Ether and play money for the maker, on each chain. */
async function takeMoney(chains: readonly LocalChain[]): Promise<void> {
  for (const { chainId, request } of chains) {
    const network = networkOf(chainId);
    const { eurx, usdx } = deployed(network);
    const maker = personaAccount("maker", chainId);
    await request("hardhat_setBalance", [maker.address, toHex(ETHER)]);
    const actor = connectActor(network, maker);
    for (const money of [eurx, usdx])
      if (money) await send(actor, callOf(money, demoTokenAbi, "faucet", [maker.address]));
  }
}

/** Starts the maker's agent, which swaps with anybody between the two chains. */
export async function startSwapAgent(
  { nursery, ports, keepers, state, signal }: Surroundings,
  chains: readonly LocalChain[],
): Promise<string> {
  await takeMoney(chains);
  const [chainA] = chains;
  const key = chainA && personaAccount("maker", chainA.chainId).getHdKey().privateKey;
  if (!key) throw new Error("The maker's account has no key.");
  const folder = join(state.run, "agent");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "token"), randomBytes(32).toString("hex"), { mode: 0o600 });
  const config = {
    journal: "journal.jsonl",
    http: { port: ports.agent, tokenFile: "token" },
    keys: {
      hot: "TALLYSTICK_AGENT_KEY",
      claim: mnemonicToAccount(LOCAL_MNEMONIC, { addressIndex: RECEIVER_INDEX }).address,
    },
    chains: chains.map(({ chainId, url }) => ({ chainId, rpcUrls: [url] })),
    offers: offersBetween(chains),
    relays: [`http://localhost:${ports.app}`],
  };
  writeFileSync(join(folder, "config.json"), JSON.stringify(config, undefined, 2));
  const child = nursery.start({
    name: "swap agent",
    args: [
      "--max-semi-space-size=4",
      join(root, "services/agent/src/main.ts"),
      "--config",
      join(folder, "config.json"),
    ],
    cwd: root,
    env: { ...portVariables(ports, keepers), TALLYSTICK_AGENT_KEY: toHex(key) },
  });
  const url = `http://${HOST}:${ports.agent}`;
  await untilReady(child, () => answers(`${url}/metrics`), { signal });
  return url;
}
