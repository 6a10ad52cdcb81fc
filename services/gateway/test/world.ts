import { type Actor, connectActor } from "@tallystick/sdk/chain/actor";
import type { Call } from "@tallystick/sdk/chain/call";
import { send } from "@tallystick/sdk/chain/send";
import {
  type BuiltManifest,
  buildManifest,
  type KeeperInfo,
  type ManifestInput,
} from "@tallystick/sdk/data/buildManifest";
import { type Bytes, randomBytes, sha256 } from "@tallystick/sdk/data/bytes";
import { rawCid } from "@tallystick/sdk/data/cid";
import { keyCommitment, segmentKey } from "@tallystick/sdk/data/keys";
import type { Anchor } from "@tallystick/sdk/data/manifest";
import { type PersonaId, personaAccount } from "@tallystick/sdk/local/personas";
import { grant, publish } from "@tallystick/sdk/market/selling";
import { datasetId } from "@tallystick/sdk/market/terms";
import { type Network, networkOf } from "@tallystick/sdk/networks";
import hre from "hardhat";
import { type Address, bytesToHex, createTestClient, http, type TestClient } from "viem";
import { type Deployed, deployAll } from "../../../deploy/deploy.ts";
import { localA } from "../../../deploy/parameters/local.ts";

const HOST = "127.0.0.1";

/** A local chain with everything deployed, and the people who live on it. */
export type World = {
  rpc: string;
  chainId: number;
  market: Address;
  network: Network;
  client: TestClient;
  actor(persona: PersonaId): Actor;
  act(persona: PersonaId, call: Call): Promise<void>;
  close(): Promise<void>;
};

export async function startWorld(): Promise<World> {
  const { chainId } = localA;
  const server = await hre.network.createServer({ network: "chainA" }, HOST, 0);
  const { port } = await server.listen();
  const rpc = `http://${HOST}:${port}`;
  const client = createTestClient({ mode: "hardhat", transport: http(rpc) });
  const provider = { request: client.request } as unknown as Parameters<typeof deployAll>[1]["provider"];
  const deployed: Deployed = await deployAll(hre, { provider }, localA);
  const market = deployed.Market;
  const known = networkOf(chainId);
  if (!market || !known.deployment) throw new Error("the market was not deployed");
  const network: Network = { ...known, rpcUrls: [rpc], deployment: { ...known.deployment, market } };
  const actor = (persona: PersonaId): Actor => connectActor(network, personaAccount(persona, chainId));
  return {
    rpc,
    chainId,
    market,
    network,
    client,
    actor,
    async act(persona, call) {
      await send(actor(persona), call);
    },
    async close() {
      await server.close();
    },
  };
}

export type PublishedSet = { dataset: bigint; built: BuiltManifest; keys: readonly Bytes[] };

/** What a test makes different from an honest publication. */
export type Twist = {
  segments?: number;
  /** Other commitments than those of the keys that are wrapped. */
  commitments?: readonly Bytes[];
  keepers?: ManifestInput["keepers"];
  /** Changes the manifest before it is anchored. */
  alter?: (manifest: string) => string;
  /** Changes the anchor. */
  anchor?: (anchor: Anchor) => Anchor;
};

/** Makes a version of small files. Nothing is uploaded or anchored yet. */
export async function makeVersion(
  world: World,
  keeper: KeeperInfo,
  dataset: bigint,
  version: number,
  { segments = 2, commitments, keepers }: Twist = {},
): Promise<PublishedSet> {
  const master = randomBytes(32);
  const keys = await Promise.all(Array.from({ length: segments }, (_, i) => segmentKey(master, i)));
  const committed = commitments ?? (await Promise.all(keys.map(keyCommitment)));
  const built = await buildManifest({
    place: { chainId: world.chainId, market: world.market, dataset, version },
    publisher: world.actor("climatologist").wallet.account.address,
    about: { title: "Weather", description: "", licence: { spdx: "CC0-1.0" } },
    createdAt: new Date("2026-11-23T00:00:00Z"),
    segments: committed.map((commitment, i) => ({
      name: `part-${i}.csv`,
      mediaType: "text/csv",
      plainSize: 10,
      size: 26,
      cid: rawCid(bytesToHex(randomBytes(32))),
      salt: randomBytes(32),
      commitment,
      leaves: [randomBytes(32)],
    })),
    master,
    keepers: keepers ?? { threshold: 1, list: [keeper] },
  });
  return { dataset, built, keys };
}

/** The same version with a manifest that was altered after it was made. */
async function altered(built: BuiltManifest, alter: (manifest: string) => string): Promise<BuiltManifest> {
  const honest = new TextDecoder().decode(built.bytes);
  const text = alter(honest);
  if (text === honest) throw new Error("the manifest was to be altered and is the same");
  const bytes = new TextEncoder().encode(text);
  const manifest = bytesToHex(await sha256(bytes));
  return { ...built, bytes, cid: rawCid(manifest), anchor: { ...built.anchor, manifest } };
}

/** Publishes a data set of small files on the chain. The manifest is not uploaded yet. */
export async function publishSet(world: World, keeper: KeeperInfo, twist: Twist = {}): Promise<PublishedSet> {
  const { alter, anchor = (same: Anchor) => same } = twist;
  const publisher = world.actor("climatologist").wallet.account.address;
  const salt = bytesToHex(randomBytes(32));
  const dataset = datasetId(world.chainId, world.market, publisher, salt);
  const made = await makeVersion(world, keeper, dataset, 1, twist);
  const built = alter ? await altered(made.built, alter) : made.built;
  await world.act("climatologist", publish(world.market, salt, anchor(built.anchor)));
  return { ...made, built };
}

/** Gives a persona the right to read, for ever unless said otherwise. */
export async function grantTo(
  world: World,
  dataset: bigint,
  reader: Address,
  scope: { duration?: number; segments?: number; fromVersion?: number; laterVersions?: boolean } = {},
): Promise<void> {
  const { duration = 0, segments = 0b11, fromVersion = 1, laterVersions = true } = scope;
  await world.act(
    "climatologist",
    grant(world.market, { dataset, reader, duration, segments, fromVersion, laterVersions }),
  );
}
