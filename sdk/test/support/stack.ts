import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import hre from "hardhat";
import { type Account, createClient, http } from "viem";
import { deployAll } from "../../../deploy/deploy.ts";
import { localA } from "../../../deploy/parameters/local.ts";
import { readConfig } from "../../../services/gateway/src/config.ts";
import { startGateway } from "../../../services/gateway/src/gateway.ts";
import { createLog } from "../../../services/gateway/src/log.ts";
import { type Actor, connectActor } from "../../src/chain/actor.ts";
import { send } from "../../src/chain/send.ts";
import { demoTokenAbi } from "../../src/generated/abis/DemoToken.ts";
import { type PersonaId, personaAccount } from "../../src/local/personas.ts";
import { deployed, type Network, networkOf } from "../../src/networks.ts";

/** A chain over HTTP and the real gateway, in this process, in a folder of their own. */
export interface TestStack {
  readonly network: Network;
  /** What makes the command find them. */
  readonly env: Readonly<Record<string, string>>;
  readonly folder: string;
  readonly gateway: string;
  readonly actor: (who: PersonaId | Account) => Actor;
  /** Takes play money from the faucet. */
  readonly fund: (who: PersonaId) => Promise<void>;
  readonly pass: (seconds: number) => Promise<void>;
  readonly close: () => Promise<void>;
}

export async function testStack(): Promise<TestStack> {
  const folder = await mkdtemp(join(tmpdir(), "tallystick-sdk-"));
  const server = await hre.network.createServer({ network: "chainA" }, "127.0.0.1", 0);
  const { port } = await server.listen();
  const rpc = `http://127.0.0.1:${port}`;
  const client = createClient({ transport: http(rpc) });
  const request = client.request as (args: { method: string; params?: unknown }) => Promise<unknown>;
  await deployAll(hre, { provider: client } as unknown as Parameters<typeof deployAll>[1], localA);
  const config = readConfig({
    TALLYSTICK_GATEWAY_RPC: rpc,
    TALLYSTICK_GATEWAY_STORE: join(folder, "store"),
    TALLYSTICK_PORT_GATEWAY: "0",
  });
  const gateway = await startGateway(
    config,
    createLog(() => undefined),
  );
  const network: Network = { ...networkOf(31337, {}), rpcUrls: [rpc], gateways: [gateway.url] };
  const actor = (who: PersonaId | Account): Actor =>
    connectActor(network, typeof who === "string" ? personaAccount(who, 31337) : who);
  return {
    network,
    env: { TALLYSTICK_PORT_CHAIN_A: String(port), TALLYSTICK_GATEWAYS: gateway.url, PATH: process.env.PATH ?? "" },
    folder,
    gateway: gateway.url,
    actor,
    async fund(who) {
      const { eurx } = deployed(network);
      if (eurx === undefined) throw new Error("no play money here");
      await send(actor(who), {
        address: eurx,
        abi: demoTokenAbi,
        functionName: "faucet",
        args: [actor(who).wallet.account.address],
      });
    },
    async pass(seconds) {
      await request({ method: "evm_increaseTime", params: [seconds] });
      await request({ method: "evm_mine", params: [] });
    },
    async close() {
      await gateway.close();
      await server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
