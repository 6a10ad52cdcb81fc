import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import type { BaseWallet } from "ethers";
import type { NetworkConnection } from "hardhat/types/network";
import { accountAt, type Figures, fieldsOf, gasOf } from "./market.ts";

/** Voters of the large batch: all must fit one transaction. */
export const MANY = 800;
const BATCH = 100;
const FEW = 50;
const PROPOSALS = 5;
const DAY = 86_400n;
const TALLY = 10n ** 18n;
const [AGAINST, FOR] = [0n, 1n];
const FOREVER = 2n ** 48n - 1n;

/** EIP-712 types of signed ballots: ours, and OpenZeppelin's. */
export const BALLOTS = {
  RelayedBallot: fieldsOf("uint256 proposalId, address voter, uint8 support, bytes params, uint256 deadline"),
  Ballot: fieldsOf("uint256 proposalId, uint8 support, address voter, uint256 nonce"),
};

/** Keys of voters who never send anything themselves. */
export function walletsOf(connection: NetworkConnection, count: number): BaseWallet[] {
  const { ethers } = connection;
  return Array.from({ length: count }, (_, i) => new ethers.Wallet(ethers.id(`voter ${i}`)));
}

/** What acts of governance cost. */
export async function measureGovernance(connection: NetworkConnection, many = MANY): Promise<Figures> {
  const { ethers, networkHelpers } = connection;
  const signers = await ethers.getSigners();
  const [founder, alice, bob, carol, relayer] = [0, 1, 2, 3, 4].map((index) => accountAt(signers, index)) as [
    HardhatEthersSigner,
    HardhatEthersSigner,
    HardhatEthersSigner,
    HardhatEthersSigner,
    HardhatEthersSigner,
  ];
  const wallets = walletsOf(connection, many);
  const treasury = await ethers.deployContract("Treasury", [2n * DAY, 7n * DAY]);
  const holders = [alice.address, bob.address, carol.address];
  const token = await ethers.deployContract("TallyToken", [
    "Tallystick",
    "TALLY",
    treasury,
    ethers.ZeroAddress,
    10_000_000n * TALLY,
    holders,
    holders.map(() => 100_000n * TALLY),
  ]);
  for (const { address } of wallets) await token.connect(alice).transfer(address, 10n * TALLY);
  const settings = {
    votingDelay: DAY,
    votingPeriod: 5n * DAY,
    proposalThreshold: 1_000n * TALLY,
    quorum: 400n,
    criticalQuorum: 4_000n,
    voteExtension: DAY,
    coolDown: 30n * DAY,
    guardian: ethers.ZeroAddress,
  };
  const governor = await ethers.deployContract("TallyGovernor", [token, treasury, ethers.ZeroAddress, settings]);
  await treasury.found(governor, [token]);
  const target = await ethers.deployContract("GovernedMock");
  const { chainId } = await ethers.provider.getNetwork();
  const domain = { name: "Tallystick Governor", version: "1", chainId, verifyingContract: governor.target as string };

  let serial = 0n;
  const propose = async () => {
    const data = target.interface.encodeFunctionData("set", [++serial]);
    const description = `Set it to ${serial}.#proposer=${alice.address.toLowerCase()}`;
    const lists = [[target.target as string], [0n], [data]] as [string[], bigint[], string[]];
    const gas = await gasOf(governor.connect(alice).propose(...lists, description));
    const args = [...lists, ethers.id(description)] as [string[], bigint[], string[], string];
    return { id: await governor.getProposalId(...args), args, gas };
  };
  const open = () => networkHelpers.time.increase(DAY + 1n);
  const ballot = async (wallet: BaseWallet, proposalId: bigint) => {
    const message = { proposalId, voter: wallet.address, support: FOR, params: "0x", deadline: FOREVER };
    const signature = await wallet.signTypedData(domain, { RelayedBallot: BALLOTS.RelayedBallot }, message);
    const { r, yParityAndS } = ethers.Signature.from(signature);
    return { head: BigInt(wallet.address) | (FOR << 160n) | (FOREVER << 168n), r, vs: yParityAndS };
  };
  const batch = async (voters: readonly BaseWallet[], proposalId: bigint) => {
    const slips = await Promise.all(voters.map((wallet) => ballot(wallet, proposalId)));
    const sheet = { proposalId, slips, ballots: [] };
    return gasOf(governor.connect(relayer).castBallots([sheet], { gasLimit: 2n ** 24n }));
  };
  const bySig = async (wallet: BaseWallet, proposalId: bigint) => {
    const message = { proposalId, support: FOR, voter: wallet.address, nonce: 0n };
    const signature = await wallet.signTypedData(domain, { Ballot: BALLOTS.Ballot }, message);
    return gasOf(governor.connect(relayer).castVoteBySig(proposalId, FOR, wallet.address, signature));
  };

  // Each measured act is on a proposal that has been voted on before, as nearly all are.
  const first = await propose();
  await open();
  const figures: Record<string, number> = {};
  await governor.connect(alice).castVote(first.id, FOR);
  figures["castVote, a voter's first ever"] = await gasOf(governor.connect(bob).castVote(first.id, FOR));
  const hundred = wallets.slice(0, BATCH);
  figures["relayed ballots, batch of 100, voters' first ever, each"] = Math.round(
    (await batch(hundred, first.id)) / BATCH,
  );
  for (let i = BATCH; i < wallets.length; i += BATCH) await batch(wallets.slice(i, i + BATCH), first.id);

  const second = await propose();
  await open();
  figures["castVote, first For"] = await gasOf(governor.connect(alice).castVote(second.id, FOR));
  figures["castVote, later voter"] = await gasOf(governor.connect(bob).castVote(second.id, FOR));
  figures["change a vote"] = await gasOf(governor.connect(bob).castVote(second.id, AGAINST));
  figures["castVoteBySig, voter's second"] = await bySig(wallets[0]!, second.id);
  figures["relayed ballots, batch of 50, known voters, each"] = Math.round(
    (await batch(wallets.slice(1, 1 + FEW), second.id)) / FEW,
  );
  const third = await propose();
  await open();
  figures[`relayed ballots, ${many} in one transaction, in all`] = await batch(wallets.slice(0, MANY), third.id);

  const several: Awaited<ReturnType<typeof propose>>[] = [];
  for (let i = 0; i < PROPOSALS; ++i) several.push(await propose());
  await open();
  for (const { id } of several) await governor.connect(alice).castVote(id, FOR);
  const ids = several.map(({ id }) => id);
  figures["five proposals in one transaction, each"] = Math.round(
    (await gasOf(
      governor.connect(bob).castVotes(
        ids,
        ids.map(() => FOR),
      ),
    )) / PROPOSALS,
  );

  const enacted = await propose();
  await open();
  for (const voter of [alice, bob]) await governor.connect(voter).castVote(enacted.id, FOR);
  await networkHelpers.time.increase(5n * DAY);
  const queued = await gasOf(governor.queue(...enacted.args));
  await networkHelpers.time.increase(2n * DAY);
  const executed = await gasOf(governor.execute(...enacted.args));
  figures["propose, one action"] = enacted.gas;
  figures.queue = queued;
  figures.execute = executed;
  figures["propose, queue and execute"] = enacted.gas + queued + executed;

  const usd = await ethers.deployContract("DemoToken", ["US Dollar X", "USDX"]);
  const dividends = await ethers.getContractAt("Dividends", await token.dividends());
  await usd.faucet(founder.address);
  await usd.approve(dividends, ethers.MaxUint256);
  figures["transfer of power, both delegated"] = await gasOf(token.connect(bob).transfer(carol.address, TALLY));
  await dividends.deposit(usd, 1_000_000n);
  figures["pay a dividend"] = await gasOf(dividends.deposit(usd, 1_000_000n));
  await dividends.connect(bob).claim(usd, bob.address, 0n);
  await dividends.deposit(usd, 1_000_000n);
  figures["claim dividends, again"] = await gasOf(dividends.connect(bob).claim(usd, bob.address, 0n));
  await token.connect(bob).transfer(carol.address, TALLY);
  figures["transfer of power, dividends paid before"] = await gasOf(token.connect(bob).transfer(carol.address, TALLY));
  return figures;
}
