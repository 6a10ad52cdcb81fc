import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Hex } from "viem";
import { type Actor, connectReader } from "../../src/chain/actor.ts";
import { send } from "../../src/chain/send.ts";
import { passesAbi } from "../../src/generated/abis/Passes.ts";
import { approve, buy, renounce } from "../../src/market/buying.ts";
import { announcePass, burnPass, mintPass, passId, readPass, readPassById } from "../../src/market/passes.ts";
import { purchasesOf } from "../../src/market/purchases.ts";
import { ratablePurchases, rate, ratingsMade, ratingsOf } from "../../src/market/ratings.ts";
import { readRight } from "../../src/market/rights.ts";
import { grant } from "../../src/market/selling.ts";
import { offerId, type Terms } from "../../src/market/terms.ts";
import { deployed } from "../../src/networks.ts";
import { addressOf, type TestChain, testChain } from "../support/chain.ts";
import { codeOf, failureOf } from "../support/errors.ts";
import { DAY, fund, listed, PRICE, placesOf } from "../support/market.ts";

describe("the clients of ratings and passes", () => {
  let chain: TestChain;
  let seller: Actor;
  let buyer: Actor;
  let other: Actor;
  let market: Hex;
  let token: Hex;
  let ratings: Hex;
  let passes: Hex;

  before(async () => {
    chain = await testChain();
    [seller, buyer, other] = [chain.actor("climatologist"), chain.actor("analyst"), chain.actor("relayer")];
    ({ market, token } = placesOf(seller));
    ({ ratings, passes } = deployed(chain.network));
    for (const who of [seller, buyer]) await fund(who);
    for (const who of [seller, buyer]) await send(who, approve(token, market, 100n * PRICE));
  });
  after(() => chain.close());

  async function bought(choice: Partial<Terms> = {}, times = 1): Promise<Terms> {
    const terms = await listed(seller, choice);
    for (let i = 0; i < times; i++) await send(buyer, buy(market, { terms, reader: addressOf(buyer) }));
    return terms;
  }
  const ratable = (dataset: bigint, who: Actor = buyer) => ratablePurchases(chain.reader, dataset, addressOf(who));

  it("SDK-140 rates each purchase once, changes the rating, and counts what cost something apart", async () => {
    const terms = await bought({}, 2);
    const { dataset } = terms;
    const entries = await ratable(dataset);
    assert.deepEqual(
      entries.map(({ stars, refused, purchase }) => [stars, refused, purchase.paid]),
      [
        [0, undefined, PRICE],
        [0, undefined, PRICE],
      ],
    );
    await send(buyer, rate(ratings, dataset, entries, { stars: 5, comment: "older" }));
    await send(buyer, rate(ratings, dataset, entries.slice(0, 1), { stars: 1, comment: "newer" }));
    await send(buyer, rate(ratings, dataset, entries.slice(0, 1), { stars: 3, comment: "newer, thought over" }));
    assert.deepEqual(await ratingsOf(chain.reader, dataset), {
      paid: { count: 2n, stars: 8n },
      free: { count: 0n, stars: 0n },
    });
    assert.deepEqual(
      (await ratable(dataset)).map(({ stars }) => stars),
      [3, 5],
    );
    const made = await ratingsMade(chain.reader, dataset);
    assert.deepEqual(
      made.map(({ reader, stars, comment, paid, offer }) => [reader, stars, comment, paid, offer]),
      [
        [addressOf(buyer), 3, "newer, thought over", PRICE, offerId(31337, market, terms)],
        [addressOf(buyer), 5, "older", PRICE, offerId(31337, market, terms)],
      ],
    );
    const free = await bought({ price: 0n });
    await send(buyer, rate(ratings, free.dataset, await ratable(free.dataset), { stars: 4, comment: "" }));
    const { free: count } = await ratingsOf(chain.reader, free.dataset);
    assert.deepEqual(count, { count: 1n, stars: 4n });
  });

  it("SDK-141 knows before what the contract would refuse", async () => {
    const window = await bought({ refundWindow: DAY });
    const [open] = await ratable(window.dataset);
    assert.ok(open);
    assert.equal(open.refused, "Ratings_WindowOpen");
    const early = await failureOf(send(buyer, rate(ratings, window.dataset, [open], { stars: 1, comment: "" })));
    assert.deepEqual([early.code, early.details.closesAt], ["Ratings_WindowOpen", open.ratableFrom]);
    await chain.pass(DAY);
    await send(buyer, rate(ratings, window.dataset, [open], { stars: 1, comment: "" }));

    const gift = await listed(seller);
    await send(seller, buy(market, { terms: gift, reader: addressOf(buyer) }));
    const [fromSeller] = await ratable(gift.dataset);
    assert.equal(fromSeller?.refused, "Ratings_OfSeller");
    const ownGift = rate(ratings, gift.dataset, [fromSeller ?? open], { stars: 5, comment: "" });
    assert.equal(await codeOf(send(buyer, ownGift)), "Ratings_OfSeller");

    const { dataset } = await listed(seller);
    const right = {
      dataset,
      reader: addressOf(other),
      duration: DAY,
      segments: 1,
      fromVersion: 1,
      laterVersions: true,
    };
    await send(seller, grant(market, right));
    const granted = await ratable(dataset, other);
    assert.deepEqual(
      granted.map(({ refused }) => refused),
      ["Ratings_Granted"],
    );
    assert.equal(
      await codeOf(send(other, rate(ratings, dataset, granted, { stars: 5, comment: "" }))),
      "Ratings_Granted",
    );
    assert.throws(() => rate(ratings, dataset, [], { stars: 5, comment: "" }), RangeError);
    assert.equal(
      await codeOf(send(buyer, rate(ratings, window.dataset, [open], { stars: 6, comment: "" }))),
      "Ratings_BadStars",
    );
    const long = rate(ratings, window.dataset, [open], { stars: 5, comment: "é".repeat(513) });
    assert.equal(await codeOf(send(buyer, long)), "Ratings_CommentTooLong");
    assert.deepEqual(await ratable(dataset, buyer), []);
  });

  it("SDK-142 shows a right as a pass of its reader, which ends with it and stays where it is", async () => {
    const { dataset } = await bought();
    const id = passId(dataset, addressOf(buyer));
    const args = [dataset, addressOf(buyer)] as const;
    const { client } = chain.reader;
    assert.equal(await client.readContract({ address: passes, abi: passesAbi, functionName: "passId", args }), id);
    assert.equal(await readPass(chain.reader, dataset, addressOf(buyer)), undefined);
    assert.equal(await codeOf(send(other, mintPass(passes, dataset))), "Passes_NoRight");
    await send(buyer, mintPass(passes, dataset));
    const pass = await readPass(chain.reader, dataset, addressOf(buyer));
    const { right } = await readRight(chain.reader, dataset, addressOf(buyer));
    assert.deepEqual([pass?.id, pass?.endsAt, pass?.expired], [id, right.until, false]);
    assert.match(pass?.uri ?? "", /^data:application\/json/);
    assert.deepEqual(await readPassById(chain.reader, id), pass);
    const moved = {
      address: passes,
      abi: passesAbi,
      functionName: "transferFrom",
      args: [addressOf(buyer), addressOf(other), id],
    };
    assert.equal(await codeOf(send(buyer, moved)), "Passes_Locked");
    await send(other, announcePass(passes, id));
    const entries = await purchasesOf(chain.reader, dataset, addressOf(buyer));
    await send(
      buyer,
      renounce(
        market,
        dataset,
        entries.map(({ purchase }) => purchase),
      ),
    );
    assert.equal((await readPass(chain.reader, dataset, addressOf(buyer)))?.expired, true);
    assert.equal(await codeOf(send(other, burnPass(passes, id))), "Passes_NotHolder");
    await send(buyer, burnPass(passes, id));
    assert.equal(await readPass(chain.reader, dataset, addressOf(buyer)), undefined);
    assert.equal(await readPassById(chain.reader, id), undefined);
    const down = connectReader({ ...chain.network, rpcUrls: ["http://127.0.0.1:9"] });
    assert.equal(await codeOf(readPass(down, dataset, addressOf(buyer))), "ChainUnreachable");
    assert.equal(await codeOf(readPassById(down, id)), "ChainUnreachable");
    assert.equal(await codeOf(ratingsOf(down, dataset)), "ChainUnreachable");
  });
});
