import { callOf } from "@tallystick/sdk/chain/call";
import { tallyGovernorAbi } from "@tallystick/sdk/generated/abis/TallyGovernor";
import { claim } from "@tallystick/sdk/governance/dividends";
import { actionOf } from "@tallystick/sdk/governance/proposals";
import { payDividendActions, setLimitAction, spendAction } from "@tallystick/sdk/governance/treasury";
import { setFee } from "@tallystick/sdk/market/registry";
import {
  bring,
  carryOut,
  delegateBySignature,
  delegateTo,
  donate,
  type Made,
  putToVote,
  shareOut,
  signVote,
  TALLY,
  untilDecided,
  vote,
  withdraw,
} from "./dao.ts";
import { takeMoney } from "./people.ts";
import { DAY, euro, type World } from "./world.ts";

// How the DAO of chain A lived, in chapters that the story of chain A tells on its days.

/** Members, and who speaks for whom. */
export async function gatherMembers(world: World): Promise<void> {
  await shareOut(world, {
    climatologist: 90_000n,
    cartographer: 70_000n,
    registrar: 40_000n,
    analyst: 30_000n,
    researcher: 20_000n,
    trader: 12_000n,
    newcomer: 500n,
  });
  await delegateTo(world, "trader", "cartographer");
  await delegateBySignature(world, "researcher", "registrar");
}

/** A gift, and a budget: what the treasury may spend without the critical track. */
export async function setBudget(world: World): Promise<void> {
  const { timelock, eurx } = world.at;
  await takeMoney(world, ["deployer"]);
  await donate(world, "deployer", eurx, euro("1000"));
  const text =
    "# A budget for the treasury\n\nUp to **500 EURX** within thirty days by an ordinary vote. Whatever is more needs the critical track.";
  const budget = await putToVote(world, "deployer", text, [setLimitAction(timelock, eurx, euro("500"), 30 * DAY)]);
  await vote(world, "cartographer", budget, "for", "Small enough to forget, large enough to be useful.");
  await vote(world, "registrar", budget, "abstain");
  await vote(world, "deployer", budget, "for");
  await untilDecided(world);
  await carryOut(world, budget, "critical");
}

/** One proposal that its voters did not want, and one that its proposer thought better of. */
export async function refuseHigherFee(world: World): Promise<void> {
  const { market } = world.at;
  const text = "# A fee of ten per cent\n\nThe market would earn four times as much, if nobody left.";
  const higher = await putToVote(world, "analyst", text, [actionOf(setFee(market, 1_000))]);
  await vote(world, "analyst", higher, "for");
  await vote(world, "climatologist", higher, "against", "We would sell elsewhere.");
  await vote(world, "cartographer", higher, "against", "So would we.");
  await vote(world, "deployer", higher, {
    against: 400_000n * TALLY,
    for: 100_000n * TALLY,
    abstain: 100_000n * TALLY,
  });
  const second = "# No fee for researchers\n\nThe market can't tell who is one: withdrawn.";
  const mistaken = await putToVote(world, "registrar", second, [actionOf(setFee(market, 0))]);
  await withdraw(world, "registrar", mistaken);
  await untilDecided(world);
}

/** Money for a study and the first dividend, by ballots that the relayer brought. */
export async function payStudyAndDividend(world: World): Promise<void> {
  const { timelock, dividends, eurx } = world.at;
  const text =
    "# Pay for the field study, and a first dividend\n\n- 120 EURX to Li Wei for the field study\n- 300 EURX to all who hold TALLY";
  const actions = [
    spendAction(timelock, eurx, world.address("researcher"), euro("120")),
    ...payDividendActions({ timelock, dividends }, eurx, euro("300")),
  ];
  const payment = await putToVote(world, "climatologist", text, actions);
  const signed = await Promise.all([
    signVote(world, "registrar", payment, "for"),
    signVote(world, "cartographer", payment, "for"),
    signVote(world, "newcomer", payment, "abstain"),
    signVote(world, "analyst", payment, "against"),
  ]);
  await vote(world, "analyst", payment, "for", "I had signed against it. The study is good.");
  await vote(world, "climatologist", payment, "for");
  // Hers is skipped: a signed ballot is a voter's first, or nothing.
  await bring(world, signed);
  await untilDecided(world);
  await carryOut(world, payment, "ordinary");
}

export async function claimDividend(world: World): Promise<void> {
  const { dividends, eurx } = world.at;
  await world.act("climatologist", claim(dividends, eurx, world.address("climatologist")));
}

/** Votes that last for ten days, for a trial; what ends the trial is voted on at once, and returned. */
export async function tryLongVotes(world: World): Promise<Made> {
  const { tallyGovernor, timelock, eurx } = world.at;
  const lasting = (seconds: number) => actionOf(callOf(tallyGovernor, tallyGovernorAbi, "setVotingPeriod", [seconds]));
  const text = "# Ten days for every vote\n\nA trial: five minutes are too short for people.";
  const longer = await putToVote(world, "deployer", text, [lasting(10 * DAY)]);
  await vote(world, "deployer", longer, "for");
  await untilDecided(world);
  await carryOut(world, longer, "critical");
  const end = "# Back to five minutes\n\nOn a local chain nobody wants to wait for ten days.";
  const back = await putToVote(world, "deployer", end, [lasting(300)]);
  await vote(world, "deployer", back, "for");
  const thanks = "# Thank the testers\n\n50 EURX for who tried the page first.";
  const payment = [spendAction(timelock, eurx, world.address("newcomer"), euro("50"))];
  const testers = await putToVote(world, "registrar", thanks, payment);
  await vote(world, "registrar", testers, "for", "They found the worst of it.");
  await vote(world, "climatologist", testers, "for");
  return back;
}

/** The vote that is open when the story ends. */
export async function openFeeVote(world: World): Promise<Made> {
  const text =
    "# Lower the market's fee to 2 %\n\nSales have doubled since spring. A lower fee costs the treasury little and helps small publishers most.\n\n## What changes\n\nOffers made from then on pay 2 % instead of 2.5 %.";
  const lower = await putToVote(world, "climatologist", text, [actionOf(setFee(world.at.market, 200))]);
  await vote(world, "climatologist", lower, "for", "It is we who pay it.");
  return lower;
}

export async function argueAboutFee(world: World, lower: Made): Promise<void> {
  await vote(world, "cartographer", lower, "against", "The treasury has just begun to pay dividends.");
  await bring(world, [await signVote(world, "analyst", lower, "for")]);
}

export async function thinkAgainAboutFee(world: World, lower: Made): Promise<void> {
  await vote(world, "registrar", lower, "against");
  const some = { against: 20_000n * TALLY, for: 30_000n * TALLY, abstain: 10_000n * TALLY };
  await vote(world, "registrar", lower, some, "For those whose power I have, and for myself.");
}

/** The trial is over: votes are short again. */
export async function endTrial(world: World, back: Made): Promise<void> {
  await carryOut(world, back, "critical");
}

/** The DAO of chain B has just begun. */
export async function beginDao(world: World): Promise<void> {
  const { timelock, eurx } = world.at;
  await shareOut(world, { cartographer: 100_000n, analyst: 20_000n, trader: 5_000n });
  await delegateTo(world, "trader", "analyst");
  const budget = await putToVote(world, "deployer", "# A first budget\n\n100 EURX within thirty days.", [
    setLimitAction(timelock, eurx, euro("100"), 30 * DAY),
  ]);
  await vote(world, "cartographer", budget, "for", "As on the other chain.");
  await vote(world, "deployer", budget, "for");
  await untilDecided(world);
  await carryOut(world, budget, "critical");
}
