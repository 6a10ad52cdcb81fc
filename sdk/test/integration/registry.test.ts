import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { zeroAddress } from "viem";
import { type Actor, connectReader } from "../../src/chain/actor.ts";
import { eventsOf } from "../../src/chain/events.ts";
import { send } from "../../src/chain/send.ts";
import { approve, buy } from "../../src/market/buying.ts";
import { offersOf } from "../../src/market/offers.ts";
import { mintPass, passId } from "../../src/market/passes.ts";
import { marketFee, ownerOf, publisherOf, setFee } from "../../src/market/registry.ts";
import { readRight } from "../../src/market/rights.ts";
import { publish, transferDataset } from "../../src/market/selling.ts";
import { datasetId, offerId } from "../../src/market/terms.ts";
import { deployed } from "../../src/networks.ts";
import { addressOf, type TestChain, testChain, word } from "../support/chain.ts";
import { byDao } from "../support/dao.ts";
import { codeOf } from "../support/errors.ts";
import { fund, listed, PRICE, placesOf, randomWord, someAnchor } from "../support/market.ts";

describe("the registry's client", () => {
  let chain: TestChain;
  let seller: Actor;
  let buyer: Actor;

  before(async () => {
    chain = await testChain();
    [seller, buyer] = [chain.actor("climatologist"), chain.actor("analyst")];
    await fund(buyer);
  });
  after(() => chain.close());

  it("SDK-163 names a data set's owner and a manifest's first publisher, and nobody where there is none", async () => {
    const { market } = placesOf(seller);
    const [salt, anchor] = [randomWord(), someAnchor()];
    const dataset = datasetId(31337, market, addressOf(seller), salt);
    assert.deepEqual(
      [await ownerOf(chain.reader, dataset), await publisherOf(chain.reader, anchor.manifest)],
      [undefined, undefined],
    );
    await send(seller, publish(market, salt, anchor));
    await send(seller, transferDataset(market, dataset, addressOf(seller), addressOf(buyer)));
    assert.equal(await ownerOf(chain.reader, dataset), addressOf(buyer));
    assert.equal(await publisherOf(chain.reader, anchor.manifest), addressOf(seller));
    assert.equal(await codeOf(send(buyer, publish(market, salt, anchor))), "Datasets_ManifestTaken");
  });

  it("SDK-163 tells the fee, which the DAO alone sets, and offers keep theirs", async () => {
    const { market } = placesOf(seller);
    const before = await marketFee(chain.reader);
    const earlier = await listed(seller);
    assert.equal(await codeOf(send(seller, setFee(market, 1))), "AccessManagedUnauthorized");
    await byDao(chain, setFee(market, 123));
    assert.deepEqual(await marketFee(chain.reader), { ...before, feeBps: 123 });
    assert.notEqual(before.treasury, zeroAddress);
    const later = await listed(seller);
    const fees = [earlier, later].map(async ({ dataset }) => (await offersOf(chain.reader, dataset))[0]?.feeBps);
    assert.deepEqual(await Promise.all(fees), [before.feeBps, 123]);
  });

  it("SDK-164 reads the events of each contract of ours from a receipt, and of no other", async () => {
    const { market, token } = placesOf(seller);
    const terms = await listed(seller);
    await send(buyer, approve(token, market, PRICE));
    const { receipt } = await send(buyer, buy(market, { terms, reader: addressOf(buyer) }));
    const bought = eventsOf(chain.network, "market", receipt.logs);
    const { word: right } = await readRight(chain.reader, terms.dataset, addressOf(buyer));
    assert.deepEqual(
      bought.map(({ eventName, args }) => [eventName, args]),
      [["Bought", { offer: offerId(31337, market, terms), reader: addressOf(buyer), payer: addressOf(buyer), right }]],
    );
    const { passes } = deployed(chain.network);
    const minted = await send(buyer, mintPass(passes, terms.dataset));
    const [transfer] = eventsOf(chain.network, "passes", minted.receipt.logs);
    assert.ok(transfer?.eventName === "Transfer");
    assert.equal(transfer.args.tokenId, passId(terms.dataset, addressOf(buyer)));
    // The token's own `Transfer` of the purchase is no event of a pass.
    assert.deepEqual(eventsOf(chain.network, "passes", receipt.logs), []);
    assert.deepEqual(eventsOf(chain.network, "desk", minted.receipt.logs), []);
  });

  it("SDK-33 says that the chain is down", async () => {
    const down = connectReader({ ...chain.network, rpcUrls: ["http://127.0.0.1:9"] });
    for (const asked of [ownerOf(down, 1n), publisherOf(down, word(1)), marketFee(down)])
      assert.equal(await codeOf(asked), "ChainUnreachable");
  });
});
