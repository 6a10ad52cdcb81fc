import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Hex } from "viem";
import { type Actor, connectReader } from "../../src/chain/actor.ts";
import { relayAct, signForwardRequest } from "../../src/chain/relay.ts";
import { send } from "../../src/chain/send.ts";
import { chainTime } from "../../src/chain/time.ts";
import { deskAbi } from "../../src/generated/abis/Desk.ts";
import { buyFromBalance, deposit } from "../../src/market/balance.ts";
import { approve, buy, renounce, withdraw } from "../../src/market/buying.ts";
import { randomNonce } from "../../src/market/deskDomain.ts";
import {
  type Deal,
  dealDigest,
  exchange,
  isDealClosed,
  isDealSigned,
  type Side,
  signDeal,
  withdrawDeal,
} from "../../src/market/exchange.ts";
import { grantDigest, isGrantUsed, redeemGrant, signGrant, withdrawGrant } from "../../src/market/grants.ts";
import { mandateDigest, mandateStanding, renew, signMandate, withdrawMandate } from "../../src/market/mandates.ts";
import { purchasesOf } from "../../src/market/purchases.ts";
import { FOREVER } from "../../src/market/right.ts";
import { creditOf, hasAccess, readRight } from "../../src/market/rights.ts";
import { revoke } from "../../src/market/selling.ts";
import { offerId } from "../../src/market/terms.ts";
import { balanceOf } from "../../src/market/token.ts";
import { buyByTransfer, depositByTransfer, takesTransferAndCall } from "../../src/market/transfers.ts";
import { deployed } from "../../src/networks.ts";
import { addressOf, type TestChain, testChain } from "../support/chain.ts";
import { codeOf, failureOf } from "../support/errors.ts";
import { DAY, fund, listed, PRICE, placesOf, published } from "../support/market.ts";

describe("the desk's client", () => {
  let chain: TestChain;
  let seller: Actor;
  let buyer: Actor;
  let other: Actor;
  let market: Hex;
  let token: Hex;
  let desk: Hex;

  before(async () => {
    chain = await testChain();
    [seller, buyer, other] = [chain.actor("climatologist"), chain.actor("analyst"), chain.actor("relayer")];
    ({ market, token } = placesOf(seller));
    ({ desk } = deployed(chain.network));
    for (const who of [seller, buyer, other]) await fund(who);
  });
  after(() => chain.close());

  const credit = (who: Actor) => creditOf(chain.reader, addressOf(who), token);
  const untilOf = async (dataset: bigint, who: Actor) =>
    (await readRight(chain.reader, dataset, addressOf(who))).right.until;

  describe("the prepaid balance", () => {
    it("SDK-100 takes deposits of anybody, pays purchases, and is sent out whole", async () => {
      const terms = await listed(seller);
      await send(other, approve(token, market, 2n * PRICE));
      await send(other, deposit(market, token, addressOf(buyer), 2n * PRICE));
      assert.equal(await credit(buyer), 2n * PRICE);
      await send(buyer, buyFromBalance(market, { terms, reader: addressOf(buyer) }));
      assert.equal(await credit(buyer), PRICE);
      assert.equal(await hasAccess(chain.reader, terms.dataset, addressOf(buyer)), true);
      const [entry] = await purchasesOf(chain.reader, terms.dataset, addressOf(buyer));
      assert.deepEqual([entry?.purchase.payer, entry?.purchase.paid], [addressOf(buyer), PRICE]);
      const before = await balanceOf(chain.reader, token, addressOf(buyer));
      await send(buyer, withdraw(market, token, addressOf(buyer)));
      assert.equal(await balanceOf(chain.reader, token, addressOf(buyer)), before + PRICE);
      assert.equal(await credit(buyer), 0n);
    });

    it("SDK-100 refuses what it does not cover, and says what is missing", async () => {
      const terms = await listed(seller);
      const failed = await failureOf(send(buyer, buyFromBalance(market, { terms, reader: addressOf(buyer) })));
      assert.deepEqual(
        [failed.code, failed.details],
        ["Access_BalanceTooLow", { account: addressOf(buyer), token, balance: 0n, price: PRICE }],
      );
      assert.match(failed.message, /has 0 in the market and needs 5000000/);
      assert.equal(await codeOf(send(buyer, deposit(market, token, addressOf(buyer), 0n))), "Access_BadAmount");
      const nowhere = addressOf(other);
      assert.equal(await codeOf(send(buyer, deposit(market, nowhere, addressOf(buyer), 1n))), "Access_NoToken");
    });
  });

  describe("paying by one transfer", () => {
    it("SDK-101 buys at exactly the price, or adds to the balance", async () => {
      const terms = await listed(seller);
      assert.equal(await takesTransferAndCall(chain.reader, token), true);
      assert.equal(await takesTransferAndCall(chain.reader, market), false);
      assert.equal(await takesTransferAndCall(chain.reader, addressOf(other)), false);
      const before = await balanceOf(chain.reader, token, addressOf(buyer));
      await send(buyer, buyByTransfer(desk, { terms, reader: addressOf(other) }));
      assert.equal(await hasAccess(chain.reader, terms.dataset, addressOf(other)), true);
      await send(buyer, depositByTransfer(desk, token, 7n));
      assert.equal(await balanceOf(chain.reader, token, addressOf(buyer)), before - PRICE - 7n);
      assert.equal(await credit(buyer), 7n);
      await send(buyer, withdraw(market, token, addressOf(buyer)));
      const cheaper = { ...terms, price: PRICE - 1n };
      const unknown = await codeOf(send(buyer, buyByTransfer(desk, { terms: cheaper, reader: addressOf(other) })));
      assert.equal(unknown, "Access_OfferNotOpen");
    });
  });

  describe("grants", () => {
    it("SDK-102 are the contract's, are redeemed once in any order, and die when withdrawn", async () => {
      const dataset = await published(seller);
      const scope = { dataset, reader: addressOf(other), segments: 1, fromVersion: 1, laterVersions: true };
      const [first, second] = [
        await signGrant(seller, { ...scope, duration: DAY }),
        await signGrant(seller, { ...scope, duration: DAY }),
      ];
      const digest = grantDigest(31337, desk, first.grant);
      const { client } = chain.reader;
      const args = [first.grant] as const;
      assert.equal(
        await client.readContract({ address: desk, abi: deskAbi, functionName: "grantDigest", args }),
        digest,
      );
      await send(buyer, redeemGrant(desk, second));
      const until = await untilOf(dataset, other);
      await send(other, redeemGrant(desk, first));
      assert.equal(await untilOf(dataset, other), until + DAY);
      assert.deepEqual(
        [await isGrantUsed(chain.reader, first.grant), await isGrantUsed(chain.reader, second.grant)],
        [true, true],
      );
      const again = await failureOf(send(other, redeemGrant(desk, first)));
      assert.deepEqual([again.code, again.details], ["Grants_Used", { grant: digest }]);
      const third = await signGrant(seller, { ...scope, duration: DAY });
      const foreign = await codeOf(send(other, withdrawGrant(desk, third.grant)));
      assert.equal(foreign, "Grants_NotOwner");
      await send(seller, withdrawGrant(desk, third.grant));
      assert.equal(await codeOf(send(other, redeemGrant(desk, third))), "Grants_Used");
    });

    it("SDK-102 are refused when changed, late, or not the owner's", async () => {
      const dataset = await published(seller);
      const choice = {
        dataset,
        reader: addressOf(other),
        segments: 1,
        fromVersion: 1,
        laterVersions: true,
        duration: DAY,
      };
      const signed = await signGrant(seller, choice, 60);
      const longer = { ...signed, grant: { ...signed.grant, duration: 2 * DAY } };
      assert.equal(await codeOf(send(other, redeemGrant(desk, longer))), "Grants_NotSigned");
      const strangers = await signGrant(other, choice);
      assert.equal(await codeOf(send(other, redeemGrant(desk, strangers))), "Datasets_NotOwner");
      await chain.pass(61);
      const late = await failureOf(send(other, redeemGrant(desk, signed)));
      assert.deepEqual([late.code, late.details.deadline], ["Grants_Expired", signed.grant.deadline]);
      assert.equal(await hasAccess(chain.reader, dataset, addressOf(other)), false);
    });
  });

  describe("data for data", () => {
    async function newDeal(): Promise<Deal> {
      const [one, two] = [await published(seller), await published(buyer)];
      const side = (owner: Actor, dataset: bigint): Side => ({
        owner: addressOf(owner),
        dataset,
        duration: 10 * DAY,
        segments: 1,
        fromVersion: 1,
        laterVersions: false,
      });
      const deadline = (await chainTime(chain.reader)) + DAY;
      return { first: side(seller, one), second: side(buyer, two), nonce: randomNonce(), deadline };
    }

    it("SDK-103 gives both rights or none, to whom the sides signed for", async () => {
      const deal = await newDeal();
      const digest = dealDigest(31337, desk, deal);
      const args = [deal] as const;
      const { client } = chain.reader;
      assert.equal(
        await client.readContract({ address: desk, abi: deskAbi, functionName: "dealDigest", args }),
        digest,
      );
      const first = await signDeal(seller, deal);
      assert.equal(await isDealSigned(chain.reader, deal, addressOf(seller), first), true);
      assert.equal(await isDealSigned(chain.reader, deal, addressOf(buyer), first), false);
      const alone = await failureOf(send(other, exchange(desk, deal, { first })));
      assert.deepEqual([alone.code, alone.details], ["Exchange_NotSigned", { deal: digest, owner: addressOf(buyer) }]);
      // The second side sends it, so it need not sign.
      await send(buyer, exchange(desk, deal, { first }));
      assert.equal(await hasAccess(chain.reader, deal.first.dataset, addressOf(buyer)), true);
      assert.equal(await hasAccess(chain.reader, deal.second.dataset, addressOf(seller)), true);
      assert.equal(await isDealClosed(chain.reader, deal), true);
      assert.equal(await codeOf(send(buyer, exchange(desk, deal, { first }))), "Exchange_Closed");
    });

    it("SDK-103 can't be revoked, may be given up, and stands in the purchases of the right", async () => {
      const deal = await newDeal();
      const signatures = { first: await signDeal(seller, deal), second: await signDeal(buyer, deal) };
      await send(other, exchange(desk, deal, signatures));
      const { dataset } = deal.first;
      const entries = await purchasesOf(chain.reader, dataset, addressOf(buyer));
      assert.deepEqual(
        entries.map(({ purchase }) => [purchase.offer, BigInt(purchase.payer), purchase.paid]),
        [[dealDigest(31337, desk, deal), 0n, 0n]],
      );
      const revoked = await failureOf(send(seller, revoke(market, dataset, addressOf(buyer), entries)));
      assert.equal(revoked.code, "Access_Exchanged");
      assert.match(revoked.message, /can't be revoked/);
      await send(
        buyer,
        renounce(
          market,
          dataset,
          entries.map(({ purchase }) => purchase),
        ),
      );
      assert.equal(await hasAccess(chain.reader, dataset, addressOf(buyer)), false);
    });

    it("SDK-103 is void when a side withdraws it, when it is late, and for strangers", async () => {
      const deal = await newDeal();
      assert.equal(await codeOf(send(other, withdrawDeal(desk, deal))), "Exchange_NotParty");
      const first = await signDeal(seller, deal);
      await send(seller, withdrawDeal(desk, deal));
      assert.equal(await codeOf(send(buyer, exchange(desk, deal, { first }))), "Exchange_Closed");
      const late = await newDeal();
      const signature = await signDeal(seller, late);
      await chain.pass(DAY + 1);
      assert.equal(await codeOf(send(buyer, exchange(desk, late, { first: signature }))), "Exchange_Expired");
      assert.equal(await isDealClosed(chain.reader, late), false);
    });
  });

  describe("renewals", () => {
    it("SDK-104 are the contract's, and pulled by anybody from allowance up to the cap, once it is time", async () => {
      const terms = await listed(seller);
      await send(buyer, approve(token, market, 3n * PRICE));
      await send(buyer, buy(market, { terms, reader: addressOf(buyer) }));
      const signed = await signMandate(buyer, { terms, cap: 2n * PRICE });
      const { mandate } = signed;
      const args = [mandate] as const;
      const digest = mandateDigest(31337, desk, mandate);
      const { client } = chain.reader;
      assert.equal(
        await client.readContract({ address: desk, abi: deskAbi, functionName: "mandateDigest", args }),
        digest,
      );
      assert.equal(mandate.offer, offerId(31337, market, terms));
      const until = await untilOf(terms.dataset, buyer);
      assert.deepEqual(await mandateStanding(chain.reader, terms, mandate), {
        spent: 0n,
        withdrawn: false,
        renewalsLeft: 2n,
        notBefore: until - DAY,
      });
      const early = await failureOf(send(other, renew(desk, terms, signed)));
      assert.deepEqual([early.code, early.details], ["Renewals_TooEarly", { mandate: digest, notBefore: until - DAY }]);
      await chain.pass(29 * DAY + 60);
      await send(other, renew(desk, terms, signed));
      assert.equal(await untilOf(terms.dataset, buyer), until + 30 * DAY);
      const standing = await mandateStanding(chain.reader, terms, mandate);
      assert.deepEqual([standing.spent, standing.renewalsLeft, standing.notBefore], [PRICE, 1n, until + 29 * DAY]);
      await chain.pass(30 * DAY);
      await send(other, renew(desk, terms, signed));
      await chain.pass(30 * DAY);
      const over = await failureOf(send(other, renew(desk, terms, signed)));
      assert.deepEqual(
        [over.code, over.details],
        ["Renewals_OverCap", { mandate: digest, spent: 2n * PRICE, price: PRICE, cap: 2n * PRICE }],
      );
      assert.equal((await mandateStanding(chain.reader, terms, mandate)).renewalsLeft, 0n);
    });

    it("SDK-104 take the balance where the mandate says so, for nobody else and for no other offer", async () => {
      const terms = await listed(seller);
      await send(buyer, approve(token, market, 3n * PRICE));
      await send(buyer, deposit(market, token, addressOf(buyer), 2n * PRICE));
      await send(buyer, buyFromBalance(market, { terms, reader: addressOf(buyer) }));
      const signed = await signMandate(buyer, { terms, cap: 9n * PRICE, fromBalance: true, lead: 31 * DAY });
      const dearer = { ...signed, mandate: { ...signed.mandate, cap: 99n * PRICE } };
      assert.equal(await codeOf(send(other, renew(desk, terms, dearer))), "Renewals_NotSigned");
      assert.equal(await codeOf(send(other, renew(desk, await listed(seller), signed))), "Renewals_OtherOffer");
      await send(other, renew(desk, terms, signed));
      assert.equal(await credit(buyer), 0n);
      assert.equal(await codeOf(send(other, withdrawMandate(desk, signed.mandate))), "Renewals_NotPayer");
      await send(buyer, withdrawMandate(desk, signed.mandate));
      assert.equal((await mandateStanding(chain.reader, terms, signed.mandate)).withdrawn, true);
      await chain.pass(40 * DAY);
      assert.equal(await codeOf(send(other, renew(desk, terms, signed))), "Renewals_Withdrawn");
    });

    it("SDK-104 need a right that can be renewed", async () => {
      const terms = await listed(seller, { duration: 0, price: 0n });
      const free = await signMandate(buyer, { terms, cap: 0n });
      const none = await mandateStanding(chain.reader, terms, free.mandate);
      assert.deepEqual([none.renewalsLeft, none.notBefore], [undefined, undefined]);
      assert.equal(await codeOf(send(other, renew(desk, terms, free))), "Renewals_NoRight");
      await send(buyer, buy(market, { terms, reader: addressOf(buyer) }));
      assert.equal(await untilOf(terms.dataset, buyer), FOREVER);
      assert.equal((await mandateStanding(chain.reader, terms, free.mandate)).notBefore, undefined);
    });
  });

  it("SDK-49 relays the acts of the desk for their party", async () => {
    const dataset = await published(seller);
    const grant = await signGrant(seller, {
      dataset,
      reader: addressOf(other),
      segments: 1,
      fromVersion: 1,
      laterVersions: true,
      duration: 0,
    });
    const signed = await signForwardRequest(seller, withdrawGrant(desk, grant.grant));
    await send(other, relayAct(deployed(chain.network).relay, signed));
    assert.equal(await isGrantUsed(chain.reader, grant.grant), true);
  });

  it("SDK-33 says that the chain is down", async () => {
    const down = connectReader({ ...chain.network, rpcUrls: ["http://127.0.0.1:9"] });
    const terms = await listed(seller);
    const { mandate } = await signMandate(buyer, { terms, cap: 1n });
    assert.equal(await codeOf(mandateStanding(down, terms, mandate)), "ChainUnreachable");
  });
});
