import hre from "hardhat";
import { type Deployed, deployAll } from "../../deploy/deploy.ts";
import { parametersOf } from "../../deploy/parameters/networks.ts";
import { HOST } from "./ports.ts";
import { explain, problem } from "./problem.ts";
import { type Request, rpcAt } from "./rpc.ts";

const TICK_MS = 5_000;

export interface LocalChain {
  readonly chainId: number;
  readonly url: string;
  readonly request: Request;
  /** Sets the clock to this machine's and lets it run: an idle chain's time would stand still, and rights never end. */
  runClock(): Promise<void>;
  close(): Promise<void>;
}

/** Starts one of the simulated chains of the Hardhat configuration. */
export async function startChain(network: "chainA" | "chainB", port: number, since?: Date): Promise<LocalChain> {
  const override = since ? { initialDate: since } : {};
  const server = await hre.network.createServer({ network, override }, HOST, port);
  await server.listen().catch((error) => {
    throw explain(error);
  });
  const url = `http://${HOST}:${port}`;
  const request = rpcAt(url);
  return {
    chainId: Number(await request("eth_chainId")),
    url,
    request,
    async runClock() {
      const { timestamp } = (await request("eth_getBlockByNumber", ["latest", false])) as { timestamp: string };
      const now = Math.floor(Date.now() / 1000);
      await request("evm_setNextBlockTimestamp", [Math.max(now, Number(timestamp) + 1)]);
      await request("evm_mine");
      await request("evm_setIntervalMining", [TICK_MS]);
    },
    close: () => server.close(),
  };
}

/** Deploys everything a chain gets, and makes sure that it is where the SDK looks for it. */
export async function deployTo(chain: LocalChain, expected: Deployed | undefined): Promise<Deployed> {
  const network = chain.chainId === 31337 ? "localA" : "localB";
  const connection = await hre.network.create({ network, override: { url: chain.url } });
  const deployed = await deployAll(hre, connection, parametersOf(chain.chainId));
  await connection.close();
  const moved = Object.keys(deployed).filter((name) => deployed[name] !== expected?.[name]);
  if (moved.length > 0) {
    throw problem(
      `The SDK looks for ${moved.join(", ")} elsewhere than where chain ${chain.chainId} has them. Run \`npm run generate\`.`,
    );
  }
  return deployed;
}
