import type { BaseWallet } from "ethers";
import type { NetworkConnection } from "hardhat/types/network";
import { BALLOTS, walletsOf } from "./governance.ts";
import { accountAt, type Figures, gasOf } from "./market.ts";

const DAY = 86_400;
const TALLY = 10n ** 18n;
const FOR = 1n;
const FEW = 50;
const PROPOSALS = 5;

/** The same acts at what OpenZeppelin's wizard makes, built here by the same compiler. */
export async function measureTypicalGovernor(connection: NetworkConnection): Promise<Figures> {
  const { ethers, networkHelpers } = connection;
  const signers = await ethers.getSigners();
  const [founder, alice, bob, relayer] = [0, 1, 2, 4].map((index) => accountAt(signers, index)) as [
    (typeof signers)[0],
    (typeof signers)[0],
    (typeof signers)[0],
    (typeof signers)[0],
  ];
  const wallets = walletsOf(connection, FEW + 1);
  const token = await ethers.deployContract("TypicalTokenMock", [founder, 1_000_000n * TALLY]);
  const timelock = await ethers.deployContract("TimelockController", [2 * DAY, [], [ethers.ZeroAddress], founder]);
  const governor = await ethers.deployContract("TypicalGovernorMock", [token, timelock]);
  for (const role of ["PROPOSER_ROLE", "CANCELLER_ROLE"] as const) {
    await timelock.grantRole(await timelock[role](), governor);
  }
  for (const { address } of [alice, bob]) await token.transfer(address, 100_000n * TALLY);
  for (const signer of [alice, bob]) await token.connect(signer).delegate(signer);
  // Voters delegate to themselves by a transaction each: they need a little ether for it.
  for (const wallet of wallets) {
    await token.transfer(wallet.address, 10n * TALLY);
    await networkHelpers.setBalance(wallet.address, TALLY);
    await token.connect(wallet.connect(ethers.provider)).delegate(wallet.address);
  }
  const target = await ethers.deployContract("GovernedMock");
  const { chainId } = await ethers.provider.getNetwork();
  const domain = { name: "Typical", version: "1", chainId, verifyingContract: governor.target as string };

  let serial = 0n;
  const propose = async () => {
    const data = target.interface.encodeFunctionData("set", [++serial]);
    const description = `Set it to ${serial}.`;
    const lists = [[target.target as string], [0n], [data]] as [string[], bigint[], string[]];
    const gas = await gasOf(governor.connect(alice).propose(...lists, description));
    const args = [...lists, ethers.id(description)] as [string[], bigint[], string[], string];
    return { id: await governor.getProposalId(...args), args, gas };
  };
  const open = () => networkHelpers.time.increase(DAY + 1);
  const signed = async (wallet: BaseWallet, proposalId: bigint, nonce: bigint) => {
    const message = { proposalId, support: FOR, voter: wallet.address, nonce };
    const signature = await wallet.signTypedData(domain, { Ballot: BALLOTS.Ballot }, message);
    return [proposalId, FOR, wallet.address, signature] as [bigint, bigint, string, string];
  };

  const first = await propose();
  await open();
  for (const voter of [alice, bob]) await governor.connect(voter).castVote(first.id, FOR);
  for (const wallet of wallets) await governor.connect(relayer).castVoteBySig(...(await signed(wallet, first.id, 0n)));
  const second = await propose();
  await open();
  const firstFor = await gasOf(governor.connect(alice).castVote(second.id, FOR));
  const later = await gasOf(governor.connect(bob).castVote(second.id, FOR));
  const bySig = await gasOf(governor.connect(relayer).castVoteBySig(...(await signed(wallets[0]!, second.id, 1n))));
  const ballots = await Promise.all(wallets.slice(1).map((wallet) => signed(wallet, second.id, 1n)));
  const calls = ballots.map((ballot) => governor.interface.encodeFunctionData("castVoteBySig", ballot));
  const batch = Math.round((await gasOf(governor.connect(relayer).multicall(calls))) / FEW);

  const several: Awaited<ReturnType<typeof propose>>[] = [];
  for (let i = 0; i < PROPOSALS; ++i) several.push(await propose());
  await open();
  for (const { id } of several) await governor.connect(alice).castVote(id, FOR);
  const five = await gasOf(
    governor
      .connect(bob)
      .multicall(several.map(({ id }) => governor.interface.encodeFunctionData("castVote", [id, FOR]))),
  );

  const enacted = await propose();
  await open();
  for (const voter of [alice, bob]) await governor.connect(voter).castVote(enacted.id, FOR);
  await networkHelpers.time.increase(5 * DAY);
  const queued = await gasOf(governor.queue(...enacted.args));
  await networkHelpers.time.increase(2 * DAY);
  const executed = await gasOf(governor.execute(...enacted.args));
  return {
    "castVote, first For": firstFor,
    "castVote, later voter": later,
    // It keeps no account of voters: each vote is like another.
    "castVote, a voter's first ever": later,
    "castVoteBySig, voter's second": bySig,
    "relayed ballots, batch of 50, known voters, each": batch,
    "relayed ballots, batch of 100, voters' first ever, each": batch,
    "five proposals in one transaction, each": Math.round(five / PROPOSALS),
    "propose, one action": enacted.gas,
    queue: queued,
    execute: executed,
    "propose, queue and execute": enacted.gas + queued + executed,
    "transfer of power, both delegated": await gasOf(token.connect(alice).transfer(bob.address, TALLY)),
  };
}
