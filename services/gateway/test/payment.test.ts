import assert from "node:assert/strict";
import { after, before, describe, it, type TestContext } from "node:test";
import { connectReader } from "@tallystick/sdk/chain/actor";
import { calldataOf, callOf } from "@tallystick/sdk/chain/call";
import { send } from "@tallystick/sdk/chain/send";
import { signTabQuery, tabStanding } from "@tallystick/sdk/gateway/tabStanding";
import { isTariffSigned, listTariffs, tariffsOf } from "@tallystick/sdk/gateway/tariffs";
import { demoTokenAbi } from "@tallystick/sdk/generated/abis/DemoToken";
import { approve } from "@tallystick/sdk/market/buying";
import { transferDataset } from "@tallystick/sdk/market/selling";
import { acceptCredit, closeTab, depositToTab, startClosingTab } from "@tallystick/sdk/market/tabActs";
import { signCredit } from "@tallystick/sdk/market/tabSignatures";
import { readTab } from "@tallystick/sdk/market/tabs";
import { tabId } from "@tallystick/sdk/market/voucher";
import hre from "hardhat";
import { type Address, concat, encodeAbiParameters, type Hex } from "viem";
import { uploadManifest } from "./asking.ts";
import { type Running, runGateway } from "./gateway.ts";
import { addressesOf, askPaying, keeperEnv, type Payer, PRICE, pay, payerWith, sellByUse } from "./paying.ts";
import { grantTo, type PublishedSet, publishSet, startWorld, type World } from "./world.ts";

let world: World;
let seller: Address;
before(async () => {
  world = await startWorld();
  seller = world.actor("climatologist").wallet.account.address;
});
after(() => world.close());

async function run(context: TestContext, environment: Record<string, string> = {}): Promise<Running> {
  return await runGateway(context, {
    TALLYSTICK_GATEWAY_RPC: world.rpc,
    TALLYSTICK_GATEWAY_KEY_RATE: "1000",
    TALLYSTICK_GATEWAY_POLL: "3600",
    TALLYSTICK_GATEWAY_SETTLE_THRESHOLD: "1000000000",
    TALLYSTICK_GATEWAY_SETTLE: "100000",
    ...keeperEnv("keeper", world.chainId),
    ...environment,
  });
}

async function publishTo(gateway: Running): Promise<PublishedSet> {
  const card = (await (await fetch(`${gateway.url}/v1/keeper`)).json()) as { address: Address; publicKey: Hex };
  const set = await publishSet(world, { ...card, url: gateway.url });
  assert.equal((await uploadManifest(gateway, set)).status, 201);
  return set;
}

type Scene = { gateway: Running; set: PublishedSet; payer: Payer; id: Hex };

/** A data set that is sold by use, and somebody with a tab. */
async function scene(context: TestContext, deposit = 10n * PRICE, environment = {}): Promise<Scene> {
  const gateway = await run(context, environment);
  const set = await publishTo(gateway);
  await sellByUse(world, gateway, set);
  const payer = await payerWith(world, deposit, seller);
  return { gateway, set, payer, id: tabId(world.chainId, addressesOf(world).tabs, payer.tab) };
}

const claimed = async (id: Hex): Promise<bigint> => (await readTab(world.actor("newcomer"), id)).claimed;

describe("paying by use", () => {
  it("GTW-60 releases the keys for a voucher of the price, and more for more", async (context) => {
    const { gateway, set, payer, id } = await scene(context);
    const unpaid = await askPaying(world, gateway, set.dataset, payer.reader, undefined);
    assert.deepEqual([unpaid.status, unpaid.code, unpaid.shares], [403, "payment-required", 0]);
    assert.deepEqual(unpaid.figures, { price: String(PRICE) });
    assert.equal(unpaid.receipt?.code, "payment-required");
    for (const times of [1n, 2n, 3n]) {
      const paid = await askPaying(world, gateway, set.dataset, payer.reader, await pay(world, payer, times * PRICE));
      assert.deepEqual([paid.status, paid.shares, paid.receipt?.code], [200, 2, "granted"]);
    }
    const owner = world.actor("climatologist").wallet;
    const query = await signTabQuery(world.chainId, world.market, seller, gateway.address as Address, (data) =>
      owner.signTypedData({ ...data, account: owner.account }),
    );
    assert.deepEqual(await tabStanding(gateway.url, id, query), {
      id,
      claimed: 0n,
      available: 10n * PRICE,
      owed: 3n * PRICE,
    });
  });

  it("GTW-61 takes no voucher for less than the price on top of what is owed, nor an old one", async (context) => {
    const { gateway, set, payer } = await scene(context);
    const first = await pay(world, payer, 2n * PRICE);
    assert.equal((await askPaying(world, gateway, set.dataset, payer.reader, first)).status, 200);
    for (const owed of [PRICE, 2n * PRICE, 3n * PRICE - 1n]) {
      const asked = await askPaying(world, gateway, set.dataset, payer.reader, await pay(world, payer, owed));
      assert.deepEqual([asked.status, asked.code, asked.shares], [403, "bad-payment", 0]);
      assert.deepEqual(asked.figures, {
        price: String(PRICE),
        owed: String(2n * PRICE),
        available: String(10n * PRICE),
      });
    }
  });

  it("GTW-62 charges an access once, for one thing, however often it is asked for", async (context) => {
    const { gateway, set, payer } = await scene(context);
    const other = await publishTo(gateway);
    await sellByUse(world, gateway, other);
    const payment = await pay(world, payer, PRICE);
    const ask = (dataset: bigint, changes = {}) => askPaying(world, gateway, dataset, payer.reader, payment, changes);
    const answers = await Promise.all(Array.from({ length: 4 }, () => ask(set.dataset)));
    assert.deepEqual(
      answers.map(({ status }) => status),
      [200, 200, 200, 200],
    );
    assert.equal((await ask(set.dataset, { segments: 0b01 })).code, "bad-payment");
    assert.equal((await ask(other.dataset)).code, "bad-payment");
    const renamed = { ...payment, access: `0x${"77".repeat(32)}` as Hex };
    assert.equal((await askPaying(world, gateway, set.dataset, payer.reader, renamed)).code, "bad-payment");
  });

  it("GTW-62 sells two things of one price at the same moment for two prices", async (context) => {
    const { gateway, set, payer } = await scene(context);
    const [one, two] = [await pay(world, payer, PRICE), await pay(world, payer, PRICE)];
    const answers = await Promise.all(
      [one, two].map((payment) => askPaying(world, gateway, set.dataset, payer.reader, payment)),
    );
    assert.deepEqual(answers.map(({ code }) => code ?? "granted").sort(), ["bad-payment", "granted"]);
  });

  it("GTW-63 serves only as far as deposit and credit line reach", async (context) => {
    const { gateway, set, payer } = await scene(context, PRICE);
    const { tabs } = addressesOf(world);
    const ask = async (owed: bigint) =>
      await askPaying(world, gateway, set.dataset, payer.reader, await pay(world, payer, owed));
    assert.equal((await ask(PRICE)).status, 200);
    const beyond = await ask(2n * PRICE);
    assert.deepEqual([beyond.status, beyond.code], [403, "tab-exhausted"]);
    assert.deepEqual(beyond.figures, { price: String(PRICE), owed: String(PRICE), available: String(PRICE) });
    const line = { limit: PRICE, paymentTerm: 86_400, serial: 1 };
    const { offer, signature } = await signCredit(world.actor("climatologist"), payer.tab, line);
    await send(payer.actor, acceptCredit(tabs, payer.tab, offer, signature));
    assert.equal((await ask(2n * PRICE)).status, 200, "credit is money to serve on");
    assert.equal((await ask(3n * PRICE)).code, "tab-exhausted");
  });

  it("GTW-64 refuses another's tab, provider, token, signature and chain", async (context) => {
    const { gateway, set, payer } = await scene(context);
    const { usdx, tabs } = addressesOf(world);
    const thief = await payerWith(world, 10n * PRICE, seller);
    const elsewhere = await payerWith(world, 10n * PRICE, world.actor("cartographer").wallet.account.address);
    const dollars = await payerWith(world, 10n * PRICE, seller, usdx);
    const good = await pay(world, payer, PRICE);
    const onOtherChain = {
      ...good,
      voucherSignature: (await pay({ ...world, chainId: 31_338 }, payer, PRICE)).voucherSignature,
    };
    const upperS = `0x${good.voucherSignature.slice(2, 66)}${"f".repeat(64)}1b` as Hex;
    for (const [who, payment] of [
      [thief, good],
      [elsewhere, await pay(world, elsewhere, PRICE)],
      [dollars, await pay(world, dollars, PRICE)],
      [payer, await pay(world, payer, PRICE, thief.reader.account)],
      [payer, { ...good, owed: 2n * PRICE }],
      [payer, { ...good, tab: { ...good.tab, salt: `0x${"01".repeat(32)}` as Hex } }],
      [payer, onOtherChain],
      [payer, { ...good, voucherSignature: upperS }],
    ] as const) {
      const asked = await askPaying(world, gateway, set.dataset, who.reader, payment);
      assert.deepEqual([asked.status, asked.code, asked.shares], [403, "bad-payment", 0]);
    }
    const closed = await payerWith(world, 10n * PRICE, seller);
    await send(world.actor("climatologist"), closeTab(tabs, closed.tab));
    const late = await askPaying(world, gateway, set.dataset, closed.reader, await pay(world, closed, PRICE));
    assert.deepEqual([late.code, late.shares], ["tab-exhausted", 0]);
    assert.equal((await askPaying(world, gateway, set.dataset, payer.reader, good)).status, 200);
  });

  it("GTW-65 charges nobody who has a right, and sells nothing that a tariff does not name", async (context) => {
    const { gateway, set, payer, id } = await scene(context);
    await sellByUse(world, gateway, set, { serial: 2, segments: 0b01 });
    const payment = await pay(world, payer, PRICE);
    const both = await askPaying(world, gateway, set.dataset, payer.reader, payment);
    assert.deepEqual([both.code, both.figures], ["no-right", undefined]);
    await sellByUse(world, gateway, set, { serial: 3, fromVersion: 2 });
    assert.equal((await askPaying(world, gateway, set.dataset, payer.reader, payment)).code, "no-right");
    await grantTo(world, set.dataset, payer.reader.account.address);
    assert.equal((await askPaying(world, gateway, set.dataset, payer.reader, payment)).status, 200);
    const { owed } = await tabStanding(
      gateway.url,
      id,
      await signTabQuery(world.chainId, world.market, payer.tab.reader, gateway.address as Address, (data) =>
        payer.reader.account.signTypedData(data),
      ),
    );
    assert.equal(owed, 0n);
  });

  it("GTW-66 keeps the newest tariff of the present owner, until its end", async (context) => {
    const { gateway, set, payer } = await scene(context);
    await sellByUse(world, gateway, set, { serial: 5, price: 2n * PRICE });
    await assert.rejects(sellByUse(world, gateway, set, { serial: 5 }), { code: "GatewayRefused" });
    await assert.rejects(sellByUse(world, gateway, set, { serial: 4 }), { code: "GatewayRefused" });
    await assert.rejects(sellByUse(world, gateway, set, { serial: 9, validUntil: 1n }), { code: "GatewayRefused" });
    await assert.rejects(sellByUse(world, gateway, set, { serial: 9 }, "trader"), { code: "GatewayRefused" });
    const [tariff] = await tariffsOf([gateway.url], set.dataset);
    assert.equal(tariff?.value.price, 2n * PRICE);
    assert.equal(
      (await askPaying(world, gateway, set.dataset, payer.reader, await pay(world, payer, PRICE))).code,
      "bad-payment",
    );
    await sellByUse(world, gateway, set, { serial: 6, segments: 0 });
    assert.deepEqual(await tariffsOf([gateway.url], set.dataset), []);
    assert.equal((await askPaying(world, gateway, set.dataset, payer.reader, undefined)).code, "no-right");
  });

  it("GTW-66 forgets the tariffs of who sold the data set", async (context) => {
    const { gateway, set, payer } = await scene(context);
    const trader = world.actor("trader").wallet.account.address;
    await world.act("climatologist", transferDataset(world.market, set.dataset, seller, trader));
    assert.deepEqual(await tariffsOf([gateway.url], set.dataset), []);
    const asked = await askPaying(world, gateway, set.dataset, payer.reader, await pay(world, payer, PRICE));
    assert.equal(asked.code, "no-right");
  });

  it("GTW-66 lists all tariffs in pages, with who signed each", async (context) => {
    const { gateway, set } = await scene(context);
    const { usdx } = addressesOf(world);
    const reader = connectReader(world.network);
    await sellByUse(world, gateway, set, { token: usdx, segments: 0 });
    const { tariffs, next } = await listTariffs(gateway.url);
    assert.equal(next, undefined);
    const own = tariffs.filter(({ value }) => value.dataset === set.dataset);
    assert.deepEqual(
      own.map(({ owner, value }) => [owner, value.token.toLowerCase(), value.segments]).sort(),
      [
        [seller.toLowerCase(), addressesOf(world).eurx.toLowerCase(), 0b11],
        [seller.toLowerCase(), usdx.toLowerCase(), 0],
      ].sort(),
    );
    for (const each of own) {
      assert.equal(await isTariffSigned(reader, seller, each), true);
      assert.equal(await isTariffSigned(reader, usdx, each), false);
    }
    const refused = await fetch(`${gateway.url}/v1/tariffs?after=x`);
    assert.equal(refused.status, 400);
  });

  it("GTW-67 tells nobody but reader and provider what is owed", async (context) => {
    const { gateway, set, payer, id } = await scene(context);
    await askPaying(world, gateway, set.dataset, payer.reader, await pay(world, payer, PRICE));
    assert.deepEqual(await tabStanding(gateway.url, id), {
      id,
      claimed: 0n,
      available: 10n * PRICE,
      owed: undefined,
    });
    const thief = await payerWith(world, PRICE, seller);
    const question = (account: Address, by = payer, keeper = gateway.address as Address, now?: number) =>
      signTabQuery(world.chainId, world.market, account, keeper, (data) => by.reader.account.signTypedData(data), now);
    for (const query of [
      await question(thief.tab.reader, thief),
      await question(payer.tab.reader, thief),
      await question(payer.tab.reader, payer, world.market),
      await question(payer.tab.reader, payer, undefined, 1_000),
    ]) {
      await assert.rejects(tabStanding(gateway.url, id, query), { code: "GatewayRefused" });
    }
    assert.equal((await tabStanding(gateway.url, id, await question(payer.tab.reader))).owed, PRICE);
  });
});

describe("settling", () => {
  it("GTW-68 settles by itself above the threshold, on schedule, and when a tab is being closed", async (context) => {
    const { tabs } = addressesOf(world);
    const { gateway, set, payer, id } = await scene(context, 10n * PRICE, {
      TALLYSTICK_GATEWAY_SETTLE_THRESHOLD: String(2n * PRICE),
    });
    const buy = async (owed: bigint, who = payer) => {
      const asked = await askPaying(world, gateway, set.dataset, who.reader, await pay(world, who, owed));
      assert.equal(asked.status, 200);
    };
    await buy(PRICE);
    await gateway.turn();
    assert.equal(await claimed(id), 0n, "too little to be worth it");
    await buy(2n * PRICE);
    await gateway.turn();
    assert.equal(await claimed(id), 2n * PRICE);
    await buy(3n * PRICE);
    await send(payer.actor, startClosingTab(tabs, payer.tab));
    await gateway.turn();
    assert.equal(await claimed(id), 3n * PRICE, "the deposit will be gone");
    await gateway.turn();
    assert.equal(await claimed(id), 3n * PRICE);

    const again = await run(context, { TALLYSTICK_GATEWAY_STORE: gateway.store, TALLYSTICK_GATEWAY_SETTLE: "1" });
    await gateway.close();
    const patient = await payerWith(world, 10n * PRICE, seller);
    const paid = await askPaying(world, again, set.dataset, patient.reader, await pay(world, patient, PRICE));
    assert.equal(paid.status, 200);
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    await again.turn();
    assert.equal(await claimed(tabId(world.chainId, tabs, patient.tab)), PRICE);
  });
});

describe("a contract wallet that pays", () => {
  const CHANGES_ITS_MIND: Hex = "0x";

  it("GTW-69 is served once its voucher is settled, and not when it calls its signature void", async (context) => {
    const { gateway, set, payer } = await scene(context);
    const { tabs } = addressesOf(world);
    const { abi, bytecode } = await hre.artifacts.readArtifact("WalletMock");
    assert.ok(abi.length > 0);
    const { wallet, client } = world.actor("trader");
    const owner = payer.reader.account.address;
    const data = concat([bytecode as Hex, encodeAbiParameters([{ type: "address" }], [owner])]);
    const hash = await wallet.sendTransaction({ data, chain: null });
    const { contractAddress: account } = await client.waitForTransactionReceipt({ hash });
    assert.ok(account);
    // The wallet opens its tab itself; somebody else may add to it.
    const asWallet = { ...payer, tab: { ...payer.tab, reader: account } };
    await openFor(account, asWallet);
    const id = tabId(world.chainId, tabs, asWallet.tab);
    const payment = await pay(world, asWallet, PRICE);
    const ask = (with_: typeof payment) =>
      askPaying(world, gateway, set.dataset, payer.reader, with_, { reader: account });
    assert.equal((await ask(payment)).status, 200);
    assert.equal(await claimed(id), PRICE, "settled before anything was released");
    assert.equal((await ask(payment)).status, 200, "the same access");
    const next = await pay(world, asWallet, 2n * PRICE);
    const code = await client.getCode({ address: account });
    await world.client.setCode({ address: account, bytecode: CHANGES_ITS_MIND });
    const refused = await ask(next);
    assert.deepEqual([refused.status, refused.shares], [403, 0]);
    await world.client.setCode({ address: account, bytecode: code ?? "0x" });
    assert.equal((await ask(next)).status, 200);
    assert.equal(await claimed(id), 2n * PRICE);
  });

  async function openFor(account: Address, { tab }: Payer): Promise<void> {
    const { tabs, eurx } = addressesOf(world);
    await world.act("trader", callOf(eurx, demoTokenAbi, "faucet", [account]));
    await world.client.impersonateAccount({ address: account });
    await world.client.setBalance({ address: account, value: 10n ** 18n });
    for (const call of [approve(eurx, tabs, 10n ** 12n), depositToTab(tabs, tab, 10n * PRICE)]) {
      const transaction = { from: account, to: call.address, data: calldataOf(call) };
      await world.client.request({ method: "eth_sendTransaction", params: [transaction] } as never);
    }
    await world.client.stopImpersonatingAccount({ address: account });
  }
});
