import { type Call, callOf } from "@tallystick/sdk/chain/call";
import { dividendsAbi } from "@tallystick/sdk/generated/abis/Dividends";
import type { Action } from "@tallystick/sdk/governance/action";
import { ballotTypedData, type SignedBallot, signBallot } from "@tallystick/sdk/governance/ballots";
import { type Choice, paramsOf, supportOf } from "@tallystick/sdk/governance/choice";
import { claim, claimFor, depositDividend } from "@tallystick/sdk/governance/dividends";
import { delegate, NOBODY, renouncePower, signDelegation, submitDelegation } from "@tallystick/sdk/governance/power";
import {
  actionOf,
  cancel,
  execute,
  proposalId,
  propose,
  proposeSponsored,
  queue,
  withProposer,
} from "@tallystick/sdk/governance/proposals";
import { ballotSheets, castBallots } from "@tallystick/sdk/governance/sheets";
import { signSponsorship } from "@tallystick/sdk/governance/sponsorship";
import {
  allowAction,
  payDividendActions,
  setCriticalTargetAction,
  setDelaysAction,
  setLimitAction,
  spendAction,
} from "@tallystick/sdk/governance/treasury";
import { castVote, castVotes, withdrawBallots } from "@tallystick/sdk/governance/votes";
import type { PersonaId } from "@tallystick/sdk/local/personas";
import { setFee } from "@tallystick/sdk/market/registry";
import { type Address, erc20Abi, zeroAddress } from "viem";
import { localA } from "../../../../deploy/parameters/local.ts";
import { DAY } from "./acts.ts";
import { UNIT, type World } from "./world.ts";

export const TALLY = 10n ** 18n;

/** Seconds of the local DAO, each one more than it takes. */
const UNTIL = {
  vote: Number(localA.governance.votingDelay) + 1,
  voteEnds: Number(localA.governance.votingPeriod) + 1,
} as const;

/** A proposal that was made. */
export interface Made {
  readonly id: bigint;
  readonly actions: readonly Action[];
  readonly description: string;
}

/** What the DAO lived through. */
export interface DaoStory {
  readonly proposals: Readonly<Record<"rules" | "money" | "contested" | "changed" | "sponsored" | "missed", Made>> &
    Readonly<Record<"open" | "coming", Made>>;
  /** Who holds, votes or is delegated to. */
  readonly accounts: readonly Address[];
}

const HOLDINGS: Readonly<Partial<Record<PersonaId, bigint>>> = {
  climatologist: 200_000n,
  cartographer: 120_000n,
  analyst: 60_000n,
  trader: 39_000n,
  registrar: 10_000n,
  researcher: 900n,
};
const PEOPLE = ["deployer", "climatologist", "cartographer", "analyst", "trader", "registrar", "researcher"] as const;

const transfer = (token: Address, to: Address, amount: bigint): Call =>
  callOf(token, erc20Abi, "transfer", [to, amount]);

/** Every act of the DAO, by the SDK. */
export async function liveInDao(world: World): Promise<DaoStory> {
  await shareOut(world);
  await delegateAll(world);
  const rules = await setRules(world);
  const money = await payOut(world);
  const contested = await contest(world);
  const { sponsored, changed, missed } = await lose(world);
  await earn(world);
  const open = await proposeAs(world, "deployer", [feeTo(world, 260)], "Open to the end.");
  await world.pass(UNTIL.vote);
  await vote(world, "climatologist", open, "for", "We need it.");
  const coming = await proposeAs(world, "deployer", [feeTo(world, 270)], "Coming.");
  const others = [
    world.at.timelock,
    world.at.dividends,
    NOBODY,
    ...(["newcomer", "keeper"] as const).map(world.address),
  ];
  const accounts = [...PEOPLE.map(world.address), ...others];
  return { proposals: { rules, money, contested, changed, sponsored, missed, open, coming }, accounts };
}

const feeTo = (world: World, bps: number): Action => actionOf(setFee(world.at.market, bps));

async function shareOut(world: World): Promise<void> {
  const { tallyToken, timelock } = world.at;
  for (const [who, amount] of Object.entries(HOLDINGS)) {
    await world.act("deployer", transfer(tallyToken, world.address(who as PersonaId), amount * TALLY));
  }
  await world.act("deployer", transfer(tallyToken, timelock, 50_000n * TALLY));
  // To oneself; all one has, and some of it back.
  await world.act("analyst", transfer(tallyToken, world.address("analyst"), 5n * TALLY));
  await world.act("deployer", transfer(tallyToken, world.address("keeper"), TALLY));
  await world.act("keeper", transfer(tallyToken, world.address("deployer"), TALLY));
  await world.act("deployer", transfer(tallyToken, world.address("keeper"), TALLY));
  await world.act("keeper", transfer(tallyToken, world.address("trader"), TALLY));
}

async function delegateAll(world: World): Promise<void> {
  const { tallyToken } = world.at;
  await world.act("analyst", delegate(tallyToken, world.address("climatologist")));
  const signed = await signDelegation(world.actor("trader"), world.address("climatologist"));
  await world.act("relayer", submitDelegation(tallyToken, signed));
  // Before the first token, and again to the same.
  await world.act("newcomer", delegate(tallyToken, world.address("cartographer")));
  await world.act("newcomer", delegate(tallyToken, world.address("cartographer")));
  await world.act("registrar", renouncePower(tallyToken));
  await world.act("trader", delegate(tallyToken, world.address("trader")));
  await world.act("deployer", transfer(tallyToken, world.address("newcomer"), 7n * TALLY));
  await world.pass(10);
}

/** What a proposal of this proposer is made of, and its id. */
function draftOf(world: World, who: PersonaId, actions: readonly Action[], text: string): Made {
  const description = withProposer(text, world.address(who));
  return { id: proposalId(world.chain.chainId, world.at.tallyGovernor, actions, description), actions, description };
}

export async function proposeAs(world: World, who: PersonaId, actions: readonly Action[], text: string): Promise<Made> {
  await world.act(who, propose(world.at.tallyGovernor, actions, text));
  return draftOf(world, who, actions, text);
}

async function vote(world: World, who: PersonaId, { id }: Made, choice: Choice, reason?: string): Promise<void> {
  await world.act(who, castVote(world.at.tallyGovernor, id, choice, reason));
}

async function carryOut(world: World, { actions, description }: Made, delay: number): Promise<void> {
  const { tallyGovernor } = world.at;
  await world.act("newcomer", queue(tallyGovernor, actions, description));
  await world.pass(delay + 1);
  await world.act("newcomer", execute(tallyGovernor, actions, description));
}

/** Limits, delays and tracks, and ether out of the treasury: by the critical track. */
async function setRules(world: World): Promise<Made> {
  const { timelock, eurx, market } = world.at;
  const value = 5n * 10n ** 15n;
  const { wallet, client } = world.actor("deployer");
  const hash = await wallet.sendTransaction({ account: wallet.account, chain: null, to: timelock, value });
  await client.waitForTransactionReceipt({ hash });
  const made = await proposeAs(
    world,
    "deployer",
    [
      setLimitAction(timelock, eurx, 1_000n * UNIT, DAY),
      setCriticalTargetAction(timelock, market, true),
      setCriticalTargetAction(timelock, market, false),
      setDelaysAction(timelock, 60, 130),
      spendAction(timelock, zeroAddress, world.address("researcher"), value),
    ],
    "\n## Rules of the treasury\n\nNothing \0 is hidden here.",
  );
  await world.pass(UNTIL.vote);
  await vote(world, "deployer", made, "for");
  await world.pass(UNTIL.voteEnds);
  await carryOut(world, made, localA.governance.criticalDelay);
  return made;
}

/** Money that comes in, is spent, allowed and paid as a dividend: by the ordinary track. */
async function payOut(world: World): Promise<Made> {
  const { timelock, eurx } = world.at;
  for (const who of ["analyst", "trader"] as const) await world.fund(who);
  await world.act("analyst", transfer(eurx, timelock, 900n * UNIT));
  const actions = [
    spendAction(timelock, eurx, world.address("researcher"), 100n * UNIT),
    allowAction(timelock, eurx, world.address("trader"), 50n * UNIT),
    ...payDividendActions({ timelock, dividends: world.at.dividends }, eurx, 300n * UNIT),
  ];
  const made = await proposeAs(world, "climatologist", actions, "# Pay the researcher, and a dividend");
  await world.pass(UNTIL.vote);
  await vote(world, "climatologist", made, "for", "Well earned.\0");
  await vote(world, "cartographer", made, "abstain");
  await world.pass(UNTIL.voteEnds);
  await carryOut(world, made, 60);
  const args = [timelock, world.address("trader"), 20n * UNIT] as const;
  await world.act("trader", callOf(eurx, erc20Abi, "transferFrom", args));
  return made;
}

const sign = (world: World, who: PersonaId, { id }: Made, choice: Choice, deadline?: number): Promise<SignedBallot> =>
  signBallot(world.actor(who), { proposalId: id, choice, deadline });

/** Votes in all ways: changed, split, relayed, skipped, withdrawn; the quorum comes late, and the vote is lost. */
async function contest(world: World): Promise<Made> {
  const { tallyGovernor } = world.at;
  const made = await proposeAs(world, "deployer", [feeTo(world, 500)], "Five per cent.");
  await world.act("researcher", withdrawBallots(tallyGovernor, made.id));
  await world.pass(UNTIL.vote);
  await vote(world, "trader", made, "for");
  await vote(world, "trader", made, "against", "On second thoughts.");
  const part = { against: 1_000n * TALLY, for: 2_000n * TALLY, abstain: 500n * TALLY };
  await vote(world, "trader", made, part, "Some of each.");
  await world.pass(200);
  const byCartographer = await sign(world, "cartographer", made, { ...part, against: 90_000n * TALLY });
  const now = await world.now();
  const forged = { ...byCartographer, voter: world.address("deployer") };
  const batch = [
    byCartographer,
    { ...byCartographer, voter: world.address("trader") },
    forged,
    { ...forged, support: 7 },
    { ...forged, deadline: now - 1 },
  ];
  const withdrawn = { ...byCartographer, voter: world.address("researcher") };
  const sheets = ballotSheets([...batch, withdrawn]);
  const elsewhere = ballotSheets([{ ...byCartographer, proposalId: 77n }]);
  await world.act("relayer", castBallots(tallyGovernor, [...sheets, ...elsewhere]));
  const powerless = await signPowerless(world, made);
  await world.act("relayer", castBallots(tallyGovernor, ballotSheets([powerless])));
  await world.pass(50);
  await vote(world, "climatologist", made, { against: 0n, for: 200_000n * TALLY, abstain: 60_000n * TALLY });
  await vote(world, "researcher", made, "for");
  await world.pass(40);
  const late = await sign(world, "deployer", made, "against");
  await world.act("relayer", castBallots(tallyGovernor, ballotSheets([{ ...late, by: "key" }])));
  await world.pass(61);
  return made;
}

/** A ballot of somebody without power: not even the SDK would complete it. */
async function signPowerless(world: World, { id }: Made): Promise<SignedBallot> {
  const { wallet } = world.actor("keeper");
  const ballot = {
    proposalId: id,
    voter: world.address("keeper"),
    support: supportOf("for"),
    params: paramsOf("for"),
    deadline: 2 ** 40,
  };
  const typedData = ballotTypedData(world.chain.chainId, world.at.tallyGovernor, ballot);
  return { ...ballot, signature: await wallet.signTypedData({ ...typedData, account: wallet.account }) };
}

/** Proposals that come to nothing: cancelled, without a quorum, not executed in time. */
async function lose(world: World): Promise<Record<"sponsored" | "changed" | "missed", Made>> {
  const { tallyGovernor } = world.at;
  const changed = await proposeAs(world, "deployer", [feeTo(world, 300)], "Never mind.");
  await world.act("deployer", cancel(tallyGovernor, changed.actions, changed.description));
  const sponsored = draftOf(world, "researcher", [feeTo(world, 0)], "No fee at all.");
  const signed = await signSponsorship(world.actor("cartographer"), sponsored.id, (await world.now()) + 3_600);
  await world.act("researcher", proposeSponsored(tallyGovernor, sponsored.actions, sponsored.description, [signed]));
  const missed = await proposeAs(world, "deployer", [feeTo(world, 310)], "Nobody carries it out.");
  await world.pass(UNTIL.vote);
  const both = [sponsored, missed].map((made) => ({ proposalId: made.id, choice: "for" as const }));
  await world.act("researcher", castVotes(tallyGovernor, both));
  await vote(world, "climatologist", missed, "for");
  await world.pass(UNTIL.voteEnds);
  await world.act("newcomer", queue(tallyGovernor, missed.actions, missed.description));
  await world.pass(15 * DAY);
  return { sponsored, changed, missed };
}

/** A dividend by anybody, and claims: to another, for another, and in parts. */
async function earn(world: World): Promise<void> {
  const { dividends, eurx, tallyToken } = world.at;
  await world.act("analyst", callOf(eurx, erc20Abi, "approve", [dividends, 10n * UNIT]));
  await world.act("analyst", transfer(tallyToken, world.address("trader"), TALLY));
  await world.act("analyst", depositDividend(dividends, eurx, 10n * UNIT));
  await world.act("climatologist", claim(dividends, eurx, world.address("newcomer")));
  await world.act("newcomer", claimFor(dividends, world.address("cartographer"), eurx));
  await world.act("analyst", callOf(dividends, dividendsAbi, "claim", [eurx, world.address("analyst"), 1n]));
  await world.act("keeper", callOf(dividends, dividendsAbi, "claim", [tallyToken, world.address("keeper"), 1n]));
}

/** Acts on a branch of the chain that will be lost: something in every table of governance. */
export async function loseInDao(world: World, { proposals }: DaoStory): Promise<void> {
  const { tallyGovernor, tallyToken, timelock, dividends, eurx } = world.at;
  await vote(world, "climatologist", proposals.open, "against", "No.");
  await vote(world, "cartographer", proposals.open, "for");
  const byTrader = await sign(world, "trader", proposals.open, "for");
  const twice = ballotSheets([byTrader, byTrader]);
  await world.act("relayer", castBallots(tallyGovernor, twice));
  await world.act("newcomer", withdrawBallots(tallyGovernor, proposals.open.id));
  await world.act("trader", delegate(tallyToken, world.address("analyst")));
  await world.act("trader", transfer(eurx, timelock, UNIT));
  await world.act("deployer", claim(dividends, eurx, world.address("deployer")));
  const actions = [
    setLimitAction(timelock, tallyToken, TALLY, DAY),
    setCriticalTargetAction(timelock, eurx, true),
    setDelaysAction(timelock, 61, 131),
  ];
  const made = await proposeAs(world, "deployer", actions, "Lost.");
  await world.pass(UNTIL.vote);
  await vote(world, "deployer", made, "for");
  await world.pass(UNTIL.voteEnds);
  await carryOut(world, made, 130);
}
