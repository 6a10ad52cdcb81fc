import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import { bytesToHex, type Hex, parseAbi, zeroAddress, zeroHash } from "viem";
import type { Actor } from "../../src/chain/actor.ts";
import { relayAct, signForwardRequest } from "../../src/chain/relay.ts";
import { send } from "../../src/chain/send.ts";
import { randomBytes } from "../../src/data/bytes.ts";
import type { Anchor } from "../../src/data/manifest.ts";
import { isTallystickError } from "../../src/errors.ts";
import { demoTokenAbi } from "../../src/generated/abis/DemoToken.ts";
import { marketAbi } from "../../src/generated/abis/Market.ts";
import {
  approve,
  buy,
  buyMany,
  buyWithPermit,
  refund,
  renounce,
  submitOrder,
  withdraw,
} from "../../src/market/buying.ts";
import { collectable, offerState, offersOf } from "../../src/market/offers.ts";
import { orderNonce, signOrder } from "../../src/market/order.ts";
import { signPermit } from "../../src/market/permit.ts";
import { previewPurchase } from "../../src/market/preview.ts";
import { purchasesOf } from "../../src/market/purchases.ts";
import { extendRight, FOREVER, packRight, unpackRight, unusedPart } from "../../src/market/right.ts";
import { creditOf, hasAccess, readRight } from "../../src/market/rights.ts";
import {
  addVersion,
  collect,
  grant,
  makeOffer,
  multicall,
  publish,
  revoke,
  withdrawOffer,
} from "../../src/market/selling.ts";
import { datasetId, offerId, type Terms, termsOf } from "../../src/market/terms.ts";
import { balanceOf } from "../../src/market/token.ts";
import { versionsOf } from "../../src/market/versions.ts";
import { deployed } from "../../src/networks.ts";
import { addressOf, type TestChain, testChain } from "../support/chain.ts";

const DAY = 86_400;
const PRICE = 5_000_000n;

const randomWord = (): Hex => bytesToHex(randomBytes(32));
const someAnchor = (): Anchor => ({
  manifest: randomWord(),
  root: randomWord(),
  size: 1_000n,
  keyCommitment: randomWord(),
});

async function codeOf(failing: Promise<unknown>): Promise<string> {
  try {
    await failing;
  } catch (error) {
    assert.ok(isTallystickError(error), `not an error of ours: ${String(error)}`);
    return error.code;
  }
  assert.fail("nothing was thrown");
}

describe("the market client", () => {
  let chain: TestChain;
  let seller: Actor;
  let buyer: Actor;
  let relayer: Actor;
  let market: Hex;
  let token: Hex;

  before(async () => {
    chain = await testChain();
    seller = chain.actor("climatologist");
    buyer = chain.actor("analyst");
    relayer = chain.actor("relayer");
    market = deployed(chain.network).market;
    token = deployed(chain.network).eurx as Hex;
    const faucet = { address: token, abi: demoTokenAbi, functionName: "faucet" } as const;
    await send(buyer, { ...faucet, args: [addressOf(buyer)] });
    await send(seller, { ...faucet, args: [addressOf(seller)] });
  });
  after(() => chain.close());

  async function listed(choice: Partial<Terms> = {}): Promise<Terms> {
    const salt = randomWord();
    const dataset = datasetId(31337, market, addressOf(seller), salt);
    const paid = choice.price === 0n ? {} : { token, price: PRICE };
    const terms = termsOf({ dataset, seller: addressOf(seller), segments: 1, duration: 30 * DAY, ...paid, ...choice });
    await send(seller, multicall(market, [publish(market, salt, someAnchor()), makeOffer(market, terms)]));
    return terms;
  }

  describe("ids", () => {
    it("SDK-40 computes data set, offer and order ids as the contract does", async () => {
      const terms = await listed({ nonce: 7, policyData: randomWord(), refundWindow: 60 });
      const { client } = chain.reader;
      const read = { address: market, abi: marketAbi } as const;
      const salt = randomWord();
      const id = offerId(31337, market, terms);
      assert.equal(await client.readContract({ ...read, functionName: "offerId", args: [terms] }), id);
      assert.equal(
        await client.readContract({ ...read, functionName: "datasetId", args: [addressOf(buyer), salt] }),
        datasetId(31337, market, addressOf(buyer), salt),
      );
      const order = { offer: id, payer: addressOf(buyer), reader: addressOf(seller), sequence: 12_345n };
      assert.equal(
        await client.readContract({
          ...read,
          functionName: "orderNonce",
          args: [id, order.payer, order.reader, order.sequence],
        }),
        orderNonce(31337, market, order),
      );
    });
  });

  describe("buying by allowance", () => {
    it("SDK-41 gives the right that was previewed and moves exactly the price", async () => {
      const terms = await listed();
      const earlier = await balanceOf(chain.reader, token, addressOf(buyer));
      const choice = { terms, reader: addressOf(buyer), payer: addressOf(buyer) };
      const before = await previewPurchase(chain.reader, choice);
      assert.equal(before.refused, undefined);
      assert.equal(before.affordable, true);
      assert.equal(before.allowance, 0n);
      await send(buyer, approve(token, market, PRICE));
      await send(buyer, buy(market, choice));
      const { right, word } = await readRight(chain.reader, terms.dataset, addressOf(buyer));
      const { until: _, ...scope } = before.after as NonNullable<typeof before.after>;
      assert.deepEqual({ ...right, until: 0, receipt: 0n }, { ...scope, until: 0, receipt: 0n });
      assert.equal(packRight(right), word);
      assert.equal(await balanceOf(chain.reader, token, addressOf(buyer)), earlier - PRICE);
      assert.equal(await hasAccess(chain.reader, terms.dataset, addressOf(buyer)), true);
      assert.equal(await hasAccess(chain.reader, terms.dataset, addressOf(buyer), { version: 1, segments: 1 }), true);
      assert.equal(await hasAccess(chain.reader, terms.dataset, addressOf(buyer), { version: 1, segments: 2 }), false);
      assert.equal(await hasAccess(chain.reader, terms.dataset, addressOf(relayer)), false);
    });

    it("SDK-41 unpacks every field as the contract does", async () => {
      const terms = await listed({ segments: 0x8000_0005, laterVersions: false });
      await send(buyer, approve(token, market, PRICE));
      await send(buyer, buy(market, { terms, reader: addressOf(buyer) }));
      const [own, packed] = await chain.reader.client.readContract({
        address: market,
        abi: marketAbi,
        functionName: "rightOf",
        args: [terms.dataset, addressOf(buyer)],
      });
      assert.deepEqual(unpackRight(packed), own);
    });

    it("SDK-42 explains a refusal by its Solidity name, with the values by name", async () => {
      const terms = await listed({ maxSales: 1 });
      await send(buyer, approve(token, market, 2n * PRICE));
      await send(buyer, buy(market, { terms, reader: addressOf(buyer) }));
      await assert.rejects(send(buyer, buy(market, { terms, reader: addressOf(buyer) })), (error) => {
        assert.ok(isTallystickError(error, "Access_SoldOut"));
        assert.deepEqual(error.details, { offer: offerId(31337, market, terms), maxSales: 1 });
        assert.match(error.message, /All 1 sales/);
        return true;
      });
      const preview = await previewPurchase(chain.reader, {
        terms,
        reader: addressOf(relayer),
        payer: addressOf(relayer),
      });
      assert.equal(preview.refused, "Access_SoldOut");
      assert.equal(preview.after, undefined);
      await send(buyer, approve(token, market, 0n));
      const other = await listed();
      assert.equal(
        await codeOf(send(buyer, buy(market, { terms: other, reader: addressOf(buyer) }))),
        "ERC20InsufficientAllowance",
      );
    });

    it("SDK-42 names a withdrawn and an unknown offer", async () => {
      const terms = await listed();
      await send(seller, withdrawOffer(market, terms));
      assert.equal((await offerState(chain.reader, offerId(31337, market, terms))).status, "withdrawn");
      assert.equal(await codeOf(send(buyer, buy(market, { terms, reader: addressOf(buyer) }))), "Access_OfferNotOpen");
      const dearer = { ...terms, price: terms.price + 1n };
      assert.equal(
        await codeOf(send(buyer, buy(market, { terms: dearer, reader: addressOf(buyer) }))),
        "Access_OfferNotOpen",
      );
    });

    it("SDK-41 buys many in one transaction", async () => {
      const [one, two] = [await listed(), await listed()];
      await send(buyer, approve(token, market, 2n * PRICE));
      await send(
        buyer,
        buyMany(
          market,
          [one, two].map((terms) => ({ terms, reader: addressOf(buyer) })),
        ),
      );
      assert.equal(await hasAccess(chain.reader, one.dataset, addressOf(buyer)), true);
      assert.equal(await hasAccess(chain.reader, two.dataset, addressOf(buyer)), true);
    });
  });

  describe("an order", () => {
    it("SDK-43 pays with one signature that anyone relays, and works once", async () => {
      const terms = await listed();
      const earlier = await balanceOf(chain.reader, token, addressOf(buyer));
      const order = await signOrder(buyer, { terms });
      await send(relayer, submitOrder(market, order));
      assert.equal(await balanceOf(chain.reader, token, addressOf(buyer)), earlier - PRICE);
      assert.equal(await hasAccess(chain.reader, terms.dataset, addressOf(buyer)), true);
      assert.equal(await codeOf(send(relayer, submitOrder(market, order))), "InvalidAccountNonce");
      const renewal = await signOrder(buyer, { terms });
      assert.equal(renewal.sequence, order.sequence + 1n);
      await send(relayer, submitOrder(market, renewal));
      assert.equal(await balanceOf(chain.reader, token, addressOf(buyer)), earlier - 2n * PRICE);
    });

    it("SDK-43 lets the relayer change neither price, reader nor offer", async () => {
      const terms = await listed();
      const cheaper = await listed();
      const order = await signOrder(buyer, { terms });
      for (const changed of [
        { reader: addressOf(relayer) },
        { terms: cheaper },
        { validBefore: order.validBefore + 1n },
        { payer: addressOf(seller) },
      ]) {
        assert.equal(
          await codeOf(send(relayer, submitOrder(market, { ...order, ...changed }))),
          "ERC3009InvalidSignature",
        );
      }
    });

    it("SDK-43 ends when it says so", async () => {
      const terms = await listed();
      const order = await signOrder(buyer, { terms, seconds: 60 });
      await chain.pass(120);
      assert.equal(await codeOf(send(relayer, submitOrder(market, order))), "ERC3009InvalidAuthorizationTime");
    });

    it("SDK-43 is refused for a free offer", async () => {
      const terms = await listed({ price: 0n });
      assert.equal(await codeOf(signOrder(buyer, { terms })), "OrderInvalid");
    });
  });

  describe("a permit", () => {
    it("SDK-44 replaces the allowance", async () => {
      const terms = await listed();
      const permit = await signPermit(buyer, token, PRICE);
      await send(buyer, buyWithPermit(market, { terms, reader: addressOf(relayer) }, permit));
      assert.equal(await hasAccess(chain.reader, terms.dataset, addressOf(relayer)), true);
      assert.equal(await hasAccess(chain.reader, terms.dataset, addressOf(buyer)), false);
    });
  });

  describe("purchases", () => {
    let terms: Terms;

    beforeEach(async () => {
      terms = await listed({ refundWindow: 2 * DAY });
      await send(buyer, approve(token, market, 10n * PRICE));
    });

    it("SDK-45 are rebuilt from events, newest first, and give money back by refund", async () => {
      await send(buyer, buy(market, { terms, reader: addressOf(buyer) }));
      await chain.pass(DAY / 2);
      await send(buyer, buy(market, { terms, reader: addressOf(buyer) }));
      const entries = await purchasesOf(chain.reader, terms.dataset, addressOf(buyer));
      assert.equal(entries.length, 2);
      assert.deepEqual(
        entries.map(({ purchase }) => purchase.paid),
        [PRICE, PRICE],
      );
      assert.equal(entries[1]?.purchase.previous, 0n);
      const { right } = await readRight(chain.reader, terms.dataset, addressOf(buyer));
      assert.equal(entries[0]?.purchase.from, right.until - 30 * DAY);
      const earlier = await creditOf(chain.reader, addressOf(buyer), token);
      const [newest] = entries;
      await send(buyer, refund(market, terms.dataset, newest ? [newest] : []));
      // The renewal had not begun: all of it comes back.
      assert.equal(await creditOf(chain.reader, addressOf(buyer), token), earlier + PRICE);
      assert.equal((await purchasesOf(chain.reader, terms.dataset, addressOf(buyer))).length, 1);
    });

    it("SDK-45 predicts a refund to the last unit", async () => {
      await send(buyer, buy(market, { terms, reader: addressOf(buyer) }));
      await chain.pass(DAY + 1_234);
      const entries = await purchasesOf(chain.reader, terms.dataset, addressOf(buyer));
      const { right } = await readRight(chain.reader, terms.dataset, addressOf(buyer));
      const earlier = await creditOf(chain.reader, addressOf(buyer), token);
      const { receipt } = await send(buyer, refund(market, terms.dataset, entries));
      const { timestamp } = await chain.reader.client.getBlock({ blockNumber: receipt.blockNumber });
      const [entry] = entries;
      assert.ok(entry);
      const expected = unusedPart(right.until, entry.purchase, Number(timestamp));
      assert.ok(expected > 0n && expected < PRICE);
      assert.equal(await creditOf(chain.reader, addressOf(buyer), token), earlier + expected);
      const balance = await balanceOf(chain.reader, token, addressOf(buyer));
      await send(buyer, withdraw(market, token, addressOf(buyer)));
      assert.equal(await balanceOf(chain.reader, token, addressOf(buyer)), balance + earlier + expected);
    });

    it("SDK-45 let the owner revoke after gifts, grants and refunds in any order", async () => {
      const reader = addressOf(relayer);
      await send(
        seller,
        grant(market, {
          dataset: terms.dataset,
          reader,
          duration: DAY,
          segments: 1,
          fromVersion: 1,
          laterVersions: true,
        }),
      );
      await send(buyer, buy(market, { terms, reader }));
      await send(buyer, buy(market, { terms, reader }));
      const [newest] = await purchasesOf(chain.reader, terms.dataset, reader);
      assert.ok(newest);
      await send(relayer, renounce(market, terms.dataset, [newest.purchase]));
      const entries = await purchasesOf(chain.reader, terms.dataset, reader);
      assert.deepEqual(
        entries.map(({ purchase }) => purchase.offer),
        [offerId(31337, market, terms), zeroHash],
      );
      assert.deepEqual(
        entries.map(({ purchase }) => purchase.payer),
        [addressOf(buyer), zeroAddress],
      );
      await send(seller, revoke(market, terms.dataset, reader, entries));
      assert.equal(await hasAccess(chain.reader, terms.dataset, reader), false);
      assert.equal((await readRight(chain.reader, terms.dataset, reader)).right.revoked, true);
      assert.deepEqual(await purchasesOf(chain.reader, terms.dataset, reader), []);
    });
  });

  describe("the seller", () => {
    it("SDK-46 collects what the client says is collectable", async () => {
      const terms = await listed();
      await send(buyer, approve(token, market, PRICE));
      await send(buyer, buy(market, { terms, reader: addressOf(buyer) }));
      const due = await collectable(chain.reader, terms);
      assert.equal(due, PRICE);
      const { feeBps, sold } = await offerState(chain.reader, offerId(31337, market, terms));
      assert.equal(sold, 1);
      const earlier = await balanceOf(chain.reader, token, addressOf(seller));
      await send(seller, collect(market, terms, addressOf(seller)));
      assert.equal(
        await balanceOf(chain.reader, token, addressOf(seller)),
        earlier + (due * BigInt(10_000 - feeBps)) / 10_000n,
      );
      assert.equal(await codeOf(send(seller, collect(market, terms, addressOf(seller)))), "Access_NothingToCollect");
      assert.equal(await codeOf(send(buyer, collect(market, terms, addressOf(buyer)))), "Access_NotSeller");
    });
  });

  describe("versions and offers", () => {
    it("SDK-47 are rebuilt from events and proved against the chain", async () => {
      const terms = await listed();
      const [first, second] = [someAnchor(), someAnchor()];
      await send(seller, addVersion(market, terms.dataset, first));
      await send(seller, addVersion(market, terms.dataset, second));
      const versions = await versionsOf(chain.reader, terms.dataset);
      assert.deepEqual(
        versions.map(({ version }) => version),
        [1, 2, 3],
      );
      assert.deepEqual(
        versions.slice(1).map(({ anchor }) => anchor),
        [first, second],
      );
      assert.ok(versions.every(({ publisher }) => publisher === addressOf(seller)));
      assert.deepEqual(
        (await offersOf(chain.reader, terms.dataset)).map(({ terms: found }) => found),
        [terms],
      );
      assert.equal(await codeOf(versionsOf(chain.reader, 1n)), "UnknownDataset");
    });
  });

  describe("the rule of extension", () => {
    it("SDK-48 agrees with the contract on every kind of renewal", async () => {
      const scopes = [
        { segments: 1, fromVersion: 1, laterVersions: true },
        { segments: 3, fromVersion: 1, laterVersions: true },
        { segments: 1, fromVersion: 1, laterVersions: false },
      ];
      const durations = [0, DAY, 40 * DAY];
      const { dataset } = await listed({ price: 0n });
      const reader = addressOf(relayer);
      let refusals = 0;
      for (const [i, first] of scopes.entries()) {
        for (const firstDuration of durations) {
          for (const scope of scopes) {
            for (const duration of durations) {
              const snapshot = await chain.provider.request({ method: "evm_snapshot" as "eth_chainId" });
              await send(seller, grant(market, { dataset, reader, duration: firstDuration, ...first }));
              const { right } = await readRight(chain.reader, dataset, reader);
              const attempt = send(seller, grant(market, { dataset, reader, duration, ...scope })).then(
                ({ receipt }) => receipt.blockNumber,
                (error: unknown) => {
                  assert.ok(isTallystickError(error));
                  return error.code;
                },
              );
              const outcome = await attempt;
              const { timestamp } = await chain.reader.client.getBlock();
              const predicted = extendRight(right, scope, duration, Number(timestamp));
              const about = `${i} ${firstDuration} ${JSON.stringify(scope)} ${duration}`;
              if (typeof outcome === "string") {
                refusals++;
                assert.equal("refused" in predicted ? predicted.refused : "", outcome, about);
              } else {
                const { receipt: __, ...after } = (await readRight(chain.reader, dataset, reader)).right;
                assert.deepEqual("right" in predicted ? predicted.right : {}, after, about);
              }
              await chain.provider.request({ method: "evm_revert" as "eth_chainId", params: [snapshot] as never });
            }
          }
        }
      }
      assert.ok(refusals > 10 && refusals < 60, `${refusals} of 81 refused`);
      assert.equal(FOREVER, 2 ** 40 - 1);
    });

    it("SDK-48 agrees with the contract along a chain of renewals of all lengths", async () => {
      const { dataset } = await listed({ price: 0n });
      const reader = addressOf(chain.actor("newcomer"));
      const scope = { segments: 1, fromVersion: 1, laterVersions: true };
      const days = [10, 1, 1, 2, 40, 1, 90, 300, 1, 1, 1_000, 3, 0];
      const depths: number[] = [];
      for (const length of days) {
        const { right } = await readRight(chain.reader, dataset, reader);
        await send(seller, grant(market, { dataset, reader, duration: length * DAY, ...scope }));
        const { timestamp } = await chain.reader.client.getBlock();
        const predicted = extendRight(right, scope, length * DAY, Number(timestamp));
        const { receipt: _, ...after } = (await readRight(chain.reader, dataset, reader)).right;
        assert.deepEqual("right" in predicted ? predicted.right : predicted, after, `${length} days`);
        depths.push(after.depth);
      }
      assert.ok(Math.max(...depths) > 3 && new Set(depths).size > 3, depths.join());
      assert.equal((await purchasesOf(chain.reader, dataset, reader)).length, days.length);
    });
  });

  describe("a relayed act", () => {
    it("SDK-49 is done in its party's name by whoever sends it, once", async () => {
      const terms = await listed();
      const signed = await signForwardRequest(seller, withdrawOffer(market, terms));
      const { relay } = deployed(chain.network);
      const stranger = parseAbi(["function nonces(address) view returns (uint256)"]);
      const nonces = (): Promise<bigint> =>
        chain.reader.client.readContract({
          address: relay,
          abi: stranger,
          functionName: "nonces",
          args: [addressOf(seller)],
        });
      const nonce = await nonces();
      await send(relayer, relayAct(relay, signed));
      assert.equal((await offerState(chain.reader, offerId(31337, market, terms))).status, "withdrawn");
      assert.equal(await nonces(), nonce + 1n);
      assert.equal(await codeOf(send(relayer, relayAct(relay, signed))), "ERC2771ForwarderInvalidSigner");
    });
  });
});
