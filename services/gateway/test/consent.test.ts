import assert from "node:assert/strict";
import { after, before, describe, it, type TestContext } from "node:test";
import { callOf } from "@tallystick/sdk/chain/call";
import { randomBytes } from "@tallystick/sdk/data/bytes";
import { consentAbi } from "@tallystick/sdk/generated/abis/Consent";
import { publish } from "@tallystick/sdk/market/selling";
import { datasetId } from "@tallystick/sdk/market/terms";
import { deployed } from "@tallystick/sdk/networks";
import { type Address, bytesToHex, type Hex, zeroHash } from "viem";
import { generatePrivateKey, type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts";
import { ask, type Reader, readerOf, uploadManifest } from "./asking.ts";
import { type Running, runGateway } from "./gateway.ts";
import { sellByUse } from "./paying.ts";
import { grantTo, makeVersion, type PublishedSet, startWorld, type World } from "./world.ts";

const RESEARCH = 1;
const COMMERCIAL = 3;

let world: World;
let consent: Address;
let holders: PrivateKeyAccount[];
before(async () => {
  world = await startWorld();
  consent = deployed(world.network).consent;
  const keys = ["registrar", "researcher", "trader"] as const;
  holders = keys.map((id) => world.actor(id).wallet.account as PrivateKeyAccount);
  holders.sort((a, b) => (a.address.toLowerCase() < b.address.toLowerCase() ? -1 : 1));
});
after(() => world.close());

const addresses = (): Address[] => holders.map(({ address }) => address);

function run(context: TestContext): Promise<Running> {
  return runGateway(context, { TALLYSTICK_GATEWAY_RPC: world.rpc, TALLYSTICK_GATEWAY_KEY_RATE: "1000" });
}

/** A record under two of three holders, published by the climatologist. */
async function record(gateway: Running, alsoRight = false): Promise<PublishedSet> {
  const publisher = world.actor("climatologist").wallet.account.address;
  const salt = bytesToHex(randomBytes(32));
  const setup = { holders: addresses(), threshold: 2, emergencyCredential: zeroHash, emergencySeconds: 0, alsoRight };
  await world.act("climatologist", callOf(consent, consentAbi, "register", [salt, setup]));
  const dataset = datasetId(world.chainId, world.market, publisher, salt);
  const card = (await (await fetch(`${gateway.url}/v1/keeper`)).json()) as { address: Address; publicKey: Hex };
  const set = await makeVersion(world, { ...card, url: gateway.url }, dataset, 1);
  await world.act("climatologist", publish(world.market, salt, set.built.anchor));
  assert.equal((await uploadManifest(gateway, set)).status, 201);
  return set;
}

/** Two holders consent. */
async function give(dataset: bigint, reader: Address, purpose: number, segments = 0b11, serial = 1): Promise<void> {
  const { timestamp } = await world.actor("newcomer").client.getBlock();
  const asked = {
    dataset,
    reader,
    purpose,
    segments,
    fromVersion: 1,
    laterVersions: true,
    until: Number(timestamp) + 86_400,
    serial,
    epoch: 0,
    deadline: Number(timestamp) + 3_600,
  };
  const contract = { address: consent, abi: consentAbi } as const;
  const { client } = world.actor("newcomer");
  const digest = await client.readContract({ ...contract, functionName: "requestDigest", args: [asked] });
  const signatures = await Promise.all(holders.slice(0, 2).map((holder) => holder.sign({ hash: digest })));
  await world.act("newcomer", callOf(consent, consentAbi, "give", [asked, addresses(), [...signatures, "0x"]]));
}

const somebody = (): Promise<Reader> => readerOf(privateKeyToAccount(generatePrivateKey()));

async function codeOf(gateway: Running, dataset: bigint, reader: Reader, changes = {}): Promise<string> {
  const asked = await ask(world, gateway, dataset, reader, changes);
  if (asked.status === 200) return `granted ${[...asked.shares.keys()].join()}`;
  assert.deepEqual([asked.status, asked.receipt?.code, asked.shares.size], [403, asked.code, 0]);
  return asked.code;
}

describe("a record", () => {
  it("GTW-70 is read only for the purpose and segments consented to, and no more after a withdrawal", async (context) => {
    const gateway = await run(context);
    const { dataset } = await record(gateway);
    const reader = await somebody();
    const account = reader.account.address;
    assert.equal(await codeOf(gateway, dataset, reader, { purpose: RESEARCH }), "no-consent");
    await grantTo(world, dataset, account);
    assert.equal(await codeOf(gateway, dataset, reader, { purpose: RESEARCH }), "no-consent", "a right is not enough");
    await give(dataset, account, RESEARCH, 0b01);
    assert.equal(await codeOf(gateway, dataset, reader, { purpose: RESEARCH, segments: 0b01 }), "granted 0");
    assert.equal(await codeOf(gateway, dataset, reader, { purpose: RESEARCH, segments: 0b11 }), "no-consent");
    assert.equal(await codeOf(gateway, dataset, reader, { purpose: COMMERCIAL, segments: 0b01 }), "no-consent");
    assert.equal(await codeOf(gateway, dataset, reader, { purpose: 0, segments: 0b01 }), "no-consent");
    const stranger = await somebody();
    assert.equal(await codeOf(gateway, dataset, stranger, { purpose: RESEARCH, segments: 0b01 }), "no-consent");
    const first = holders[0]?.address;
    const persona = (["registrar", "researcher", "trader"] as const).find(
      (id) => world.actor(id).wallet.account.address === first,
    );
    assert.ok(persona);
    await world.act(persona, callOf(consent, consentAbi, "withdraw", [dataset, account, addresses()]));
    assert.equal(await codeOf(gateway, dataset, reader, { purpose: RESEARCH, segments: 0b01 }), "no-consent");
  });

  it("GTW-70 is not its owner's to read, nor to sell by use", async (context) => {
    const gateway = await run(context);
    const set = await record(gateway);
    const owner = await readerOf(world.actor("climatologist").wallet.account as PrivateKeyAccount);
    assert.equal(await codeOf(gateway, set.dataset, owner), "no-consent");
    await assert.rejects(sellByUse(world, gateway, set), { code: "GatewayRefused" });
  });

  it("GTW-70 asks for a right besides where it is set up so, and says which is missing", async (context) => {
    const gateway = await run(context);
    const { dataset } = await record(gateway, true);
    const reader = await somebody();
    await give(dataset, reader.account.address, RESEARCH);
    assert.equal(await codeOf(gateway, dataset, reader, { purpose: RESEARCH }), "no-right");
    await grantTo(world, dataset, reader.account.address);
    assert.equal(await codeOf(gateway, dataset, reader, { purpose: RESEARCH }), "granted 0,1");
    assert.equal(await codeOf(gateway, dataset, reader, { purpose: COMMERCIAL }), "no-consent");
  });
});
