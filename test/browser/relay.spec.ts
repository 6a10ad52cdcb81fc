import { expect, test } from "@playwright/test";
import { connectReader } from "@tallystick/sdk/chain/actor";
import { searchDatasets } from "@tallystick/sdk/indexer/search";
import { offersOf } from "@tallystick/sdk/market/offers";
import { type Order, prepareOrder } from "@tallystick/sdk/market/order";
import { networkOf } from "@tallystick/sdk/networks";
import type { Hex } from "viem";
import { client, giveEuros } from "./chain.ts";
import { accountAt } from "./wallet.ts";

const payer = accountAt(19);
const relayer = accountAt(2);

/** An order for any paid offer in EURX that is open to anyone, with what the payer would sign. */
async function anyOrder() {
  const network = networkOf(31337, process.env);
  const reader = connectReader(network);
  const { items } = await searchDatasets({ indexer: network.indexer ?? "" }, { chainId: 31337, limit: 100 });
  for (const { dataset, offers } of items) {
    const open = offers.find(
      ({ price, token, policy }) =>
        price > 0n && token === network.deployment?.eurx?.toLowerCase() && BigInt(policy) === 0n,
    );
    const made = (await offersOf(reader, BigInt(dataset))).find(({ id }) => id === open?.id);
    if (made && made.terms.maxSales === 0) return prepareOrder(reader, { terms: made.terms, payer: payer.address });
  }
  throw new Error("No offer fits.");
}

const json = (order: Order & { signature: Hex }) =>
  JSON.parse(
    JSON.stringify(order, (_, value: unknown) => (typeof value === "bigint" ? value.toString() : value)),
  ) as Order;

test.describe("the relayer", () => {
  test("APP-18 pays for nothing that the market would refuse", async ({ request }) => {
    await giveEuros(19);
    const { order, typedData } = await anyOrder();
    const before = await client.getTransactionCount({ address: relayer.address });
    const forged = await accountAt(18).signTypedData(typedData);
    const answer = await request.post("/api/relay/order", {
      data: { chainId: 31337, order: json({ ...order, signature: forged }) },
    });
    expect(answer.status()).toBe(422);
    expect((await answer.json()).code).toMatch(/^ERC3009/);

    const signature = await payer.signTypedData(typedData);
    const cheaper = { ...order, terms: { ...order.terms, price: order.terms.price - 1n } };
    const changed = await request.post("/api/relay/order", {
      data: { chainId: 31337, order: json({ ...cheaper, signature }) },
    });
    expect(changed.status()).toBe(422);
    expect((await changed.json()).code).toBe("Access_OfferNotOpen");
    expect(await client.getTransactionCount({ address: relayer.address })).toBe(before);
  });

  test("APP-18 takes nothing but orders", async ({ request }) => {
    for (const data of [
      {},
      { chainId: 31337 },
      { chainId: 1, order: {} },
      { chainId: 31337, order: { to: payer.address, data: "0x" } },
    ]) {
      const answer = await request.post("/api/relay/order", { data });
      expect(answer.status()).toBe(400);
      expect((await answer.json()).code).toBe("badOrder");
    }
  });
});
