import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { type Address, erc20Abi, zeroAddress } from "viem";
import type { Actor } from "../../src/chain/actor.ts";
import { callOf } from "../../src/chain/call.ts";
import { relayAct, signForwardRequest } from "../../src/chain/relay.ts";
import { send } from "../../src/chain/send.ts";
import { chainTime } from "../../src/chain/time.ts";
import type { Action } from "../../src/governance/action.ts";
import { allDue, claim, claimFor, depositDividend, dividendRounds, dueOf } from "../../src/governance/dividends.ts";
import {
  checkDelegation,
  delegate,
  holdingOf,
  isDelegationSigned,
  NOBODY,
  prepareDelegation,
  renouncePower,
  signDelegation,
  submitDelegation,
} from "../../src/governance/power.ts";
import { powerReasons } from "../../src/governance/powerReasons.ts";
import { execute, queue } from "../../src/governance/proposals.ts";
import {
  allowAction,
  executionDelays,
  limitOf,
  needsCriticalTrack,
  payDividendActions,
  setCriticalTargetAction,
  setDelaysAction,
  setLimitAction,
  spendAction,
} from "../../src/governance/treasury.ts";
import { votingPower } from "../../src/governance/votes.ts";
import { approve } from "../../src/market/buying.ts";
import { balanceOf } from "../../src/market/token.ts";
import { type Deployment, deployed } from "../../src/networks.ts";
import { addressOf, type TestChain, testChain } from "../support/chain.ts";
import { enacted, UNTIL, won } from "../support/dao.ts";
import { codeOf, failureOf } from "../support/errors.ts";
import { DAY, fund, placesOf } from "../support/market.ts";
import { endow, feeAction, giveEuros, TALLY } from "../support/members.ts";

const EURO = 1_000_000n;

describe("members, treasury and dividends", () => {
  let chain: TestChain;
  let places: Deployment;
  let euros: Address;
  let deployer: Actor;
  let mei: Actor;
  let amara: Actor;
  let sam: Actor;

  before(async () => {
    chain = await testChain();
    places = deployed(chain.network);
    deployer = chain.actor("deployer");
    [mei, amara, sam] = [chain.actor("climatologist"), chain.actor("analyst"), chain.actor("newcomer")];
    euros = placesOf(mei).token;
    await endow(chain, { climatologist: 300_000n * TALLY, analyst: 100_000n * TALLY });
  });
  after(() => chain.close());

  const held = (who: Actor) => holdingOf(chain.reader, addressOf(who));
  const eurosOf = (account: Address) => balanceOf(chain.reader, euros, account);

  /** Proposed, won, and through the delay of its track. */
  async function enact(text: string, actions: readonly Action[]): Promise<void> {
    await enacted(chain, await won(chain, actions, text));
  }

  describe("power", () => {
    it("SDK-178 is one's own from the first token on, delegated, taken back and renounced", async () => {
      const [amount, more] = [300_000n * TALLY, 100_000n * TALLY];
      assert.deepEqual(await held(mei), {
        balance: amount,
        delegate: addressOf(mei),
        isRenounced: false,
        power: amount,
      });
      await send(mei, delegate(places.tallyToken, addressOf(sam)));
      const [meis, sams] = [await held(mei), await held(sam)];
      assert.deepEqual([meis.balance, meis.delegate, meis.power], [amount, addressOf(sam), 0n]);
      assert.deepEqual([sams.balance, sams.power], [0n, amount]);
      await send(amara, renouncePower(places.tallyToken));
      const amaras = await held(amara);
      assert.deepEqual([amaras.balance, amaras.isRenounced, amaras.delegate], [more, true, NOBODY]);
      assert.equal(amaras.power, 0n);
      for (const who of [mei, amara]) await send(who, delegate(places.tallyToken, addressOf(who)));
      assert.deepEqual([(await held(mei)).power, (await held(amara)).power], [amount, more]);
      assert.equal(await codeOf(send(mei, delegate(places.tallyToken, zeroAddress))), "TallyToken_ZeroDelegate");
    });

    it("SDK-178 is delegated by a signature that anyone may send, once, until its end", async () => {
      const signed = await signDelegation(amara, addressOf(sam), 600);
      assert.equal(await isDelegationSigned(chain.reader, signed), true);
      for (const change of [{ delegatee: addressOf(mei) }, { nonce: 9n }, { delegator: addressOf(mei) }]) {
        assert.equal(await isDelegationSigned(chain.reader, { ...signed, ...change }), false);
      }
      assert.equal(await checkDelegation(chain.reader, signed), undefined);
      await send(deployer, submitDelegation(places.tallyToken, signed));
      assert.equal(await checkDelegation(chain.reader, signed), "InvalidAccountNonce");
      assert.equal((await held(sam)).power, 100_000n * TALLY);
      const again = await codeOf(send(deployer, submitDelegation(places.tallyToken, signed)));
      assert.equal(again, "InvalidAccountNonce");
      const back = await signDelegation(amara, addressOf(amara), 60);
      await chain.pass(61);
      assert.equal(await checkDelegation(chain.reader, back), "VotesExpiredSignature");
      assert.equal(await codeOf(send(deployer, submitDelegation(places.tallyToken, back))), "VotesExpiredSignature");
      await send(deployer, submitDelegation(places.tallyToken, await signDelegation(amara, addressOf(amara))));
      assert.equal((await held(amara)).power, 100_000n * TALLY);
      const nowhere = prepareDelegation(chain.reader, addressOf(amara), zeroAddress);
      assert.equal(await codeOf(nowhere), "TallyToken_ZeroDelegate");
    });

    it("SDK-178 at a second that is past is told with its reasons", async () => {
      const trader = chain.actor("trader");
      const transfer = (to: Actor, amount: bigint) =>
        callOf(places.tallyToken, erc20Abi, "transfer", [addressOf(to), amount]);
      await send(deployer, transfer(trader, 50n));
      const kept = await chainTime(chain.reader);
      await send(mei, delegate(places.tallyToken, addressOf(trader)));
      await send(trader, transfer(sam, 20n));
      const both = await chainTime(chain.reader);
      await send(trader, delegate(places.tallyToken, addressOf(sam)));
      const given = await chainTime(chain.reader);
      await send(trader, renouncePower(places.tallyToken));
      const renounced = await chainTime(chain.reader);
      await send(mei, delegate(places.tallyToken, addressOf(mei)));
      await send(trader, delegate(places.tallyToken, addressOf(trader)));
      await send(trader, transfer(sam, 30n));
      await chain.pass(1);
      const meis = 300_000n * TALLY;
      const cases = [
        [kept, { balance: 50n, delegate: addressOf(trader), isRenounced: false, own: 50n, received: 0n }],
        [both, { balance: 30n, delegate: addressOf(trader), isRenounced: false, own: 30n, received: meis }],
        [given, { balance: 30n, delegate: addressOf(sam), isRenounced: false, own: 0n, received: meis }],
        [renounced, { balance: 30n, delegate: NOBODY, isRenounced: true, own: 0n, received: meis }],
      ] as const;
      for (const [timepoint, reasons] of cases) {
        const told = await powerReasons(chain.reader, addressOf(trader), timepoint);
        assert.deepEqual(told, { timepoint, power: reasons.own + reasons.received, ...reasons });
        assert.equal(await votingPower(chain.reader, addressOf(trader), timepoint), told.power);
      }
      const before = await powerReasons(chain.reader, addressOf(trader), 1);
      assert.deepEqual([before.power, before.balance, before.own, before.received], [0n, 0n, 0n, 0n]);
      const tomorrow = (await chainTime(chain.reader)) + DAY;
      assert.equal(await codeOf(votingPower(chain.reader, addressOf(trader), tomorrow)), "ERC5805FutureLookup");
    });
  });

  describe("the treasury", () => {
    it("SDK-180 spends by proposals, within limits that the critical track sets", async () => {
      const treasury = places.timelock;
      await giveEuros(mei, treasury, 1_000n * EURO);
      assert.deepEqual(await limitOf(chain.reader, euros), { amount: 0n, window: 0, available: 0n });
      assert.deepEqual(await executionDelays(chain.reader), { ordinary: 60, critical: 120 });
      const spending = [spendAction(treasury, euros, addressOf(sam), 40n * EURO)];
      const limiting = [setLimitAction(treasury, euros, 100n * EURO, DAY), setDelaysAction(treasury, 70, 130)];
      assert.equal(await needsCriticalTrack(chain.reader, spending), false);
      assert.equal(await needsCriticalTrack(chain.reader, [...spending, ...limiting]), true);
      const early = await won(chain, spending, "Pay Sam without a limit.");
      await send(sam, queue(places.tallyGovernor, early.actions, early.description));
      await chain.pass(UNTIL.execution);
      const refused = await failureOf(send(sam, execute(places.tallyGovernor, early.actions, early.description)));
      assert.deepEqual([refused.code, refused.details.asked], ["Treasury_LimitExceeded", 40n * EURO]);
      await enact("Limits.", limiting);
      assert.deepEqual(await executionDelays(chain.reader), { ordinary: 70, critical: 130 });
      await send(sam, execute(places.tallyGovernor, early.actions, early.description));
      assert.equal(await eurosOf(addressOf(sam)), 40n * EURO);
      const { amount, window, available } = await limitOf(chain.reader, euros);
      assert.deepEqual([amount, window], [100n * EURO, DAY]);
      // What was spent comes back second by second.
      assert.ok(available >= 60n * EURO && available < 61n * EURO);
      const [critical, still] = [setCriticalTargetAction(treasury, places.market, true), feeAction(chain, 40)];
      await enact("The market is critical.", [critical]);
      assert.equal(await needsCriticalTrack(chain.reader, [still]), true);
      await enact("And no more.", [setCriticalTargetAction(treasury, places.market, false)]);
      assert.equal(await needsCriticalTrack(chain.reader, [still]), false);
      await enact("Let Amara take some.", [allowAction(treasury, euros, addressOf(amara), EURO)]);
      await send(amara, callOf(euros, erc20Abi, "transferFrom", [treasury, addressOf(amara), EURO]));
      assert.equal(await eurosOf(addressOf(amara)), EURO);
    });
  });

  describe("dividends", () => {
    it("SDK-179 are shared by what is held, claimed once, to whom one likes, also by signature", async () => {
      const { dividends, relay } = places;
      assert.deepEqual(await allDue(chain.reader, addressOf(mei)), []);
      await fund(amara);
      await send(amara, approve(euros, dividends, 500n * EURO));
      await send(amara, depositDividend(dividends, euros, 500n * EURO));
      const share = (tokens: bigint) => (tokens * ((500n * EURO * 2n ** 96n) / (1_000_000n * TALLY))) >> 96n;
      const meis = share(300_000n * TALLY);
      assert.equal(await dueOf(chain.reader, addressOf(mei), euros), meis);
      assert.ok(meis > 149n * EURO);
      // Tokens that move afterwards take no claim along.
      const all = callOf(places.tallyToken, erc20Abi, "transfer", [addressOf(sam), 300_000n * TALLY]);
      await send(mei, all);
      const [round] = await dividendRounds(chain.reader);
      assert.deepEqual(
        [round?.round, round?.token, round?.from, round?.amount],
        [1, euros, addressOf(amara), 500n * EURO],
      );
      await send(mei, claim(dividends, euros, addressOf(sam)));
      assert.equal(await eurosOf(addressOf(sam)), 40n * EURO + meis);
      const nothing = await failureOf(send(mei, claim(dividends, euros, addressOf(mei))));
      assert.equal(nothing.code, "Dividends_NothingDue");
      const before = await eurosOf(addressOf(amara));
      assert.deepEqual(await allDue(chain.reader, addressOf(amara)), [
        { token: euros, amount: share(100_000n * TALLY) },
      ]);
      const request = await signForwardRequest(amara, claim(dividends, euros, addressOf(amara)));
      await send(deployer, relayAct(relay, request));
      assert.equal(await eurosOf(addressOf(amara)), before + share(100_000n * TALLY));
      const deployers = await dueOf(chain.reader, addressOf(deployer), euros);
      const had = await eurosOf(addressOf(deployer));
      await send(sam, claimFor(dividends, addressOf(deployer), euros));
      assert.equal(await eurosOf(addressOf(deployer)), had + deployers);
      assert.equal(await codeOf(send(sam, claim(dividends, euros, zeroAddress))), "Dividends_ZeroRecipient");
      assert.equal(await codeOf(send(sam, claimFor(dividends, places.timelock, euros))), "Dividends_OfTreasury");
      assert.equal(await codeOf(send(sam, depositDividend(dividends, euros, 0n))), "Dividends_ZeroAmount");
    });

    it("SDK-180 are paid by the treasury in an ordinary proposal", async () => {
      const actions = payDividendActions(places, euros, 10n * EURO);
      assert.equal(await needsCriticalTrack(chain.reader, actions), false);
      const before = await eurosOf(places.timelock);
      await enact("A dividend.", actions);
      assert.equal(await eurosOf(places.timelock), before - 10n * EURO);
      const [round] = await dividendRounds(chain.reader);
      assert.deepEqual([round?.from, round?.amount], [places.timelock, 10n * EURO]);
      // The newcomer holds what was the climatologist's.
      const share = (300_000n * TALLY * ((10n * EURO * 2n ** 96n) / (1_000_000n * TALLY))) >> 96n;
      assert.equal(await dueOf(chain.reader, addressOf(sam), euros), share);
    });
  });
});
