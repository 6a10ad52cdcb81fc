import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Address } from "viem";
import type { Actor } from "../../src/chain/actor.ts";
import { send } from "../../src/chain/send.ts";
import { chainTime } from "../../src/chain/time.ts";
import { signBallot, voterIndexes } from "../../src/governance/ballots.ts";
import { allDue, claim, claimFor, dividendRounds, dueOf } from "../../src/governance/dividends.ts";
import { signDelegation, submitDelegation } from "../../src/governance/power.ts";
import { powerReasons } from "../../src/governance/powerReasons.ts";
import { actionOf, execute, proposeSponsored, queue } from "../../src/governance/proposals.ts";
import { proposalOf } from "../../src/governance/readProposal.ts";
import { receiptOfBallot, verifyBallot } from "../../src/governance/receipts.ts";
import { ballotOutcomes, ballotSheets, castBallots } from "../../src/governance/sheets.ts";
import { signSponsorship } from "../../src/governance/sponsorship.ts";
import { payDividendActions, setLimitAction } from "../../src/governance/treasury.ts";
import { castVote, tallyOf } from "../../src/governance/votes.ts";
import { approve, buy, withdraw } from "../../src/market/buying.ts";
import { marketFee } from "../../src/market/registry.ts";
import { creditOf } from "../../src/market/rights.ts";
import { collect } from "../../src/market/selling.ts";
import { balanceOf } from "../../src/market/token.ts";
import { type Deployment, deployed } from "../../src/networks.ts";
import { addressOf, type TestChain, testChain } from "../support/chain.ts";
import { draftOf, enacted, UNTIL, won } from "../support/dao.ts";
import { codeOf } from "../support/errors.ts";
import { DAY, fund, listed, PRICE, placesOf } from "../support/market.ts";
import { endow, feeAction, TALLY } from "../support/members.ts";

const FEE_BPS = 500;

describe("the life of a proposal, whole", () => {
  let chain: TestChain;
  let places: Deployment;
  let euros: Address;
  let governor: Address;
  let deployer: Actor;
  let mei: Actor;
  let amara: Actor;
  let jonas: Actor;
  let li: Actor;
  let relayer: Actor;

  before(async () => {
    chain = await testChain();
    places = deployed(chain.network);
    governor = places.tallyGovernor;
    [deployer, relayer] = [chain.actor("deployer"), chain.actor("relayer")];
    [mei, amara] = [chain.actor("climatologist"), chain.actor("analyst")];
    [jonas, li] = [chain.actor("trader"), chain.actor("researcher")];
    euros = placesOf(mei).token;
    await endow(chain, { climatologist: 30_000n * TALLY, analyst: 20_000n * TALLY, trader: 600n * TALLY });
    await fund(amara);
    await send(amara, approve(euros, places.market, 100n * PRICE));
  });
  after(() => chain.close());

  const eurosOf = (account: Address) => balanceOf(chain.reader, euros, account);
  const feesDue = () => creditOf(chain.reader, places.timelock, euros);

  /** A data set of Mei's is bought, and she collects: the fee goes to the treasury. */
  async function sold(): Promise<bigint> {
    const before = await feesDue();
    const terms = await listed(mei);
    await send(amara, buy(places.market, { terms, reader: addressOf(amara) }));
    await chain.pass(30 * DAY);
    await send(mei, collect(places.market, terms, addressOf(mei)));
    return (await feesDue()) - before;
  }

  it("SDK-181 goes from delegation over sponsors, votes of all ways, queue and execution to the fee that is charged", async () => {
    const { feeBps } = await marketFee(chain.reader);
    assert.notEqual(feeBps, FEE_BPS);
    assert.equal(await sold(), (PRICE * BigInt(feeBps)) / 10_000n);

    // Amara's power goes to Mei by a signature that the relayer sends.
    await send(relayer, submitDelegation(places.tallyToken, await signDelegation(amara, addressOf(mei))));

    // Li has no token: two members lend him the power to propose.
    const [actions, text] = [[feeAction(chain, FEE_BPS)], "# A fee of 5 %\n\nThe treasury needs it."];
    const made = draftOf(chain, li, actions, text);
    const end = (await chainTime(chain.reader)) + 600;
    const sponsors = [await signSponsorship(mei, made.id, end), await signSponsorship(jonas, made.id, end)];
    await send(li, proposeSponsored(governor, actions, text, sponsors));
    await chain.pass(UNTIL.vote);

    const { snapshot, quorum } = (await proposalOf(chain.reader, made.id)) ?? { snapshot: 0, quorum: 0n };
    const why = await powerReasons(chain.reader, addressOf(mei), snapshot);
    assert.deepEqual([why.own, why.received], [30_000n * TALLY, 20_000n * TALLY]);
    assert.ok(why.power > quorum);

    // One votes directly, two sign, and whoever comes by brings their ballots.
    await send(mei, castVote(governor, made.id, "for", "We need it."));
    const ballots = [
      await signBallot(jonas, { proposalId: made.id, choice: "against" }),
      await signBallot(deployer, { proposalId: made.id, choice: { against: 0n, for: 5n, abstain: 1_000n * TALLY } }),
    ];
    const indexes = await voterIndexes(
      chain.reader,
      ballots.map(({ voter }) => voter),
    );
    const { receipt } = await send(relayer, castBallots(governor, ballotSheets(ballots, indexes)));
    assert.deepEqual(ballotOutcomes(receipt, governor).skipped, []);
    assert.deepEqual(await tallyOf(chain.reader, made.id), {
      against: 600n * TALLY,
      for: 50_000n * TALLY + 5n,
      abstain: 1_000n * TALLY,
    });
    for (const ballot of ballots) {
      const { good } = await verifyBallot(chain.reader, receiptOfBallot(chain.reader, ballot));
      assert.equal(good, true);
    }

    await chain.pass(UNTIL.voteEnds);
    await send(jonas, queue(governor, made.actions, made.description));
    assert.equal(
      await codeOf(send(jonas, execute(governor, made.actions, made.description))),
      "TimelockUnexpectedOperationState",
    );
    await chain.pass(UNTIL.execution);
    await send(jonas, execute(governor, made.actions, made.description));
    assert.deepEqual(await marketFee(chain.reader), { feeBps: FEE_BPS, treasury: places.timelock });
    assert.equal((await proposalOf(chain.reader, made.id))?.state, "executed");
    assert.equal(await sold(), (PRICE * BigInt(FEE_BPS)) / 10_000n);
  });

  it("SDK-181 ends with members who claim what the fees have earned them", async () => {
    const fees = await feesDue();
    assert.ok(fees > 0n);
    const limit = [setLimitAction(places.timelock, euros, 1_000n * PRICE, DAY)];
    await enacted(chain, await won(chain, limit, "What may be spent of euros a day."));
    const paying = [
      actionOf(withdraw(places.market, euros, places.timelock)),
      ...payDividendActions(places, euros, fees),
    ];
    await enacted(chain, await won(chain, paying, "Share the fees."));
    assert.deepEqual([await feesDue(), await eurosOf(places.timelock)], [0n, 0n]);
    const [round] = await dividendRounds(chain.reader);
    assert.deepEqual([round?.amount, round?.from, round?.token], [fees, places.timelock, euros]);

    // By what they hold, not by the power that they have: Amara's went to Mei.
    const members = [mei, amara, jonas, deployer];
    const due = await Promise.all(members.map((who) => dueOf(chain.reader, addressOf(who), euros)));
    assert.ok((due[1] ?? 0n) * 3n >= (due[0] ?? 0n) * 2n - 3n && (due[1] ?? 0n) < (due[0] ?? 0n));
    const before = await Promise.all(members.map((who) => eurosOf(addressOf(who))));
    for (const who of members.slice(0, 3)) await send(who, claim(places.dividends, euros, addressOf(who)));
    await send(relayer, claimFor(places.dividends, addressOf(deployer), euros));
    const paid = await Promise.all(members.map(async (who, i) => (await eurosOf(addressOf(who))) - (before[i] ?? 0n)));
    assert.deepEqual(paid, due);
    const together = paid.reduce((sum, each) => sum + each, 0n);
    // Rounding is down, by less than a unit a member and one for the share.
    assert.ok(together <= fees && together > fees - 5n, `${together} of ${fees}`);
    assert.equal(await eurosOf(places.dividends), fees - together);
    for (const who of members) assert.deepEqual(await allDue(chain.reader, addressOf(who)), []);
  });
});
