import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import type { BytesLike, Signer } from "ethers";
import { network } from "hardhat";
import type { IBallots } from "../../types/contracts/governance/IBallots.ts";

/** One chain a test file: every test starts from a snapshot of it. */
export const connection = await network.create();
export const { ethers, networkHelpers } = connection;

export const DAY = 86_400n;
export const TALLY = 10n ** 18n;
export const [AGAINST, FOR, ABSTAIN, SPLIT] = [0n, 1n, 2n, 255n];
export const FOREVER = 2n ** 48n - 1n;
export const GRACE = 14n * DAY;

export const SUPPLY = 1_000_000n * TALLY;
export const CAP = 10_000_000n * TALLY;
/** Who holds what from the beginning. The treasury holds the rest. */
export const HOLDINGS = { alice: 400_000n, bob: 250_000n, carol: 150_000n, dave: 50_000n, treasury: 150_000n };

export const SETTINGS = {
  votingDelay: DAY,
  votingPeriod: 5n * DAY,
  proposalThreshold: 10_000n * TALLY,
  quorum: 2_000n,
  criticalQuorum: 4_000n,
  voteExtension: DAY,
  coolDown: 30n * DAY,
};
export const DELAYS = { ordinary: 2n * DAY, critical: 7n * DAY };

/** States of a proposal, by OpenZeppelin's numbers. */
export const STATE = {
  Pending: 0n,
  Active: 1n,
  Canceled: 2n,
  Defeated: 3n,
  Succeeded: 4n,
  Queued: 5n,
  Expired: 6n,
  Executed: 7n,
} as const;

export type Action = { readonly target: string; readonly data: string; readonly value?: bigint };

export async function daoFixture() {
  const signers = (await ethers.getSigners()) as [
    HardhatEthersSigner,
    HardhatEthersSigner,
    HardhatEthersSigner,
    HardhatEthersSigner,
    HardhatEthersSigner,
    HardhatEthersSigner,
    HardhatEthersSigner,
    HardhatEthersSigner,
  ];
  const [founder, alice, bob, carol, dave, guardian, stranger, relayer] = signers;
  const relay = await ethers.deployContract("Relay");
  const treasury = await ethers.deployContract("Treasury", [DELAYS.ordinary, DELAYS.critical]);
  const accounts = [alice, bob, carol, dave, treasury];
  const amounts = Object.values(HOLDINGS).map((amount) => amount * TALLY);
  const token = await ethers.deployContract("TallyToken", [
    "Tallystick",
    "TALLY",
    treasury,
    relay,
    CAP,
    accounts,
    amounts,
  ]);
  const dividends = await ethers.getContractAt("Dividends", await token.dividends());
  const settings = { ...SETTINGS, guardian };
  const governor = await ethers.deployContract("TallyGovernor", [token, treasury, relay, settings]);
  const manager = await ethers.deployContract("AccessManager", [treasury]);
  await treasury.found(governor, [token, manager]);
  const target = await ethers.deployContract("GovernedMock");
  const usd = await ethers.deployContract("DemoToken", ["US Dollar X", "USDX"]);
  const set: Action = {
    target: await target.getAddress(),
    data: target.interface.encodeFunctionData("set", [7n]),
  };
  return {
    founder,
    alice,
    bob,
    carol,
    dave,
    guardian,
    stranger,
    relayer,
    relay,
    treasury,
    token,
    dividends,
    governor,
    manager,
    target,
    usd,
    /** An action that any proposal may do. */
    set,
  };
}

export type Dao = Awaited<ReturnType<typeof daoFixture>>;

export function load(): Promise<Dao> {
  return networkHelpers.loadFixture(daoFixture);
}

export function suffixOf(proposer: string): string {
  return `#proposer=${proposer.toLowerCase()}`;
}

export type Proposal = {
  readonly id: bigint;
  readonly args: readonly [string[], bigint[], string[], string];
  readonly description: string;
  readonly snapshot: bigint;
  readonly deadline: bigint;
};

/** The arguments of queue, execute and cancel, and of the id, for actions that `proposer` proposes. */
export function argumentsOf(actions: readonly Action[], text: string, proposer: string) {
  const description = text.endsWith(suffixOf(proposer)) ? text : text + suffixOf(proposer);
  const lists = [
    actions.map(({ target }) => target),
    actions.map(({ value }) => value ?? 0n),
    actions.map(({ data }) => data),
  ] as [string[], bigint[], string[]];
  return { description, lists, args: [...lists, ethers.id(description)] as [string[], bigint[], string[], string] };
}

export async function propose(
  { governor }: Dao,
  proposer: Signer,
  actions: readonly Action[],
  text = "Change the number.",
): Promise<Proposal> {
  const { description, lists, args } = argumentsOf(actions, text, await proposer.getAddress());
  await governor.connect(proposer).propose(...lists, text);
  const id = await governor.getProposalId(...args);
  return {
    id,
    args,
    description,
    snapshot: await governor.proposalSnapshot(id),
    deadline: await governor.proposalDeadline(id),
  };
}

/** Passes time until the first second of the vote. */
export async function openVote({ snapshot }: Proposal): Promise<void> {
  await networkHelpers.time.increaseTo(snapshot + 1n);
}

/** Passes time until the first second after the vote. */
export async function closeVote({ governor }: Dao, { id }: Proposal): Promise<void> {
  await networkHelpers.time.increaseTo((await governor.proposalDeadline(id)) + 1n);
}

/** Alice and Bob vote for it, which is enough on either track, and the vote ends. */
export async function win(dao: Dao, proposal: Proposal): Promise<void> {
  await openVote(proposal);
  for (const voter of [dao.alice, dao.bob]) await dao.governor.connect(voter).castVote(proposal.id, FOR);
  await closeVote(dao, proposal);
}

/** Queues a won proposal and passes the time to its execution. */
export async function queueAndWait({ governor }: Dao, { id, args }: Proposal): Promise<void> {
  await governor.queue(...args);
  await networkHelpers.time.increaseTo(await governor.proposalEta(id));
}

/** The whole way, by Alice's proposal. */
export async function enact(dao: Dao, actions: readonly Action[], text?: string): Promise<Proposal> {
  const proposal = await propose(dao, dao.alice, actions, text);
  await win(dao, proposal);
  await queueAndWait(dao, proposal);
  await dao.governor.execute(...proposal.args);
  return proposal;
}

/** What a split ballot carries. */
export function splitOf(against: bigint, pro: bigint, abstain: bigint): string {
  return ethers.solidityPacked(["uint128", "uint128", "uint128"], [against, pro, abstain]);
}

const fields = (list: string) =>
  list.split(",").map((field) => {
    const [type = "", name = ""] = field.trim().split(" ");
    return { type, name };
  });

export const TYPES = {
  RelayedBallot: fields("uint256 proposalId, address voter, uint8 support, bytes params, uint256 deadline"),
  Ballot: fields("uint256 proposalId, uint8 support, address voter, uint256 nonce"),
  ExtendedBallot: fields(
    "uint256 proposalId, uint8 support, address voter, uint256 nonce, string reason, bytes params",
  ),
  Sponsorship: fields("uint256 proposalId, address sponsor, uint256 deadline"),
};

export async function signAs(
  { governor }: Pick<Dao, "governor">,
  signer: Signer,
  type: keyof typeof TYPES,
  message: Record<string, unknown>,
  domain: Record<string, unknown> = {},
): Promise<string> {
  const whole = {
    name: "Tallystick Governor",
    version: "1",
    chainId: 31337n,
    verifyingContract: await governor.getAddress(),
    ...domain,
  };
  return signer.signTypedData(whole, { [type]: TYPES[type] }, message);
}

/** A signed ballot; `changes` replaces parts of what is signed and sent. */
export async function ballotOf(
  dao: Pick<Dao, "governor">,
  signer: Signer,
  proposalId: bigint,
  support: bigint,
  changes: { voter?: string; params?: BytesLike; deadline?: bigint; domain?: Record<string, unknown> } = {},
): Promise<IBallots.BallotStruct & { voter: string; signature: string }> {
  const { voter = await signer.getAddress(), params = "0x", deadline = FOREVER, domain } = changes;
  const message = { proposalId, voter, support, params, deadline };
  return { voter, support, deadline, params, signature: await signAs(dao, signer, "RelayedBallot", message, domain) };
}

/** A signed ballot in its shortest form, of a key. */
export async function slipOf(
  dao: Pick<Dao, "governor">,
  signer: Signer,
  proposalId: bigint,
  support: bigint,
  changes: { voter?: string; deadline?: bigint; domain?: Record<string, unknown> } = {},
): Promise<{ head: bigint; r: string; vs: string }> {
  const {
    voter,
    deadline = FOREVER,
    signature,
  } = (await ballotOf(dao, signer, proposalId, support, changes)) as {
    voter: string;
    deadline: bigint;
    signature: string;
  };
  const { r, yParityAndS } = ethers.Signature.from(signature);
  return { head: BigInt(voter) | (support << 160n) | (deadline << 168n), r, vs: yParityAndS };
}
