import { performance } from "node:perf_hooks";
import { type Ballot, ballotTypedData } from "@tallystick/sdk/governance/ballots";
import { supportOf } from "@tallystick/sdk/governance/choice";
import { actionOf } from "@tallystick/sdk/governance/proposals";
import { ballotSheets, castBallots } from "@tallystick/sdk/governance/sheets";
import { absentees, ballotsOf, proposalDetail, proposals, scorePoints } from "@tallystick/sdk/indexer/governance";
import { concentration, members } from "@tallystick/sdk/indexer/members";
import { setFee } from "@tallystick/sdk/market/registry";
import { encodeFunctionData, erc20Abi, keccak256, numberToHex } from "viem";
import { type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts";
import { startChain } from "../test/support/chains.ts";
import { proposeAs, TALLY } from "../test/support/daoActs.ts";
import { caughtUp, indexAlone, until } from "../test/support/indexer.ts";
import { timeProposal } from "../test/support/page.ts";
import { worldOf } from "../test/support/world.ts";

// What the page of a proposal asks when many have voted and as many have not: on a chain of its own, by the indexer's
// HTTP, on PGlite:  node services/indexer/bench/governance.ts [voters] [absentees] [runs] [--page]
// With --page also how soon the page itself shows it, in Chromium; `app` must have been built.

const given = process.argv.slice(2);
const [VOTERS = 10_000, ABSENTEES = 2_000, RUNS = 20] = given.filter((one) => one !== "--page").map(Number);
const PER_TRANSACTION = 300;
const PER_BLOCK = 200;

const accountOf = (i: number): PrivateKeyAccount => privateKeyToAccount(keccak256(numberToHex(i + 1, { size: 32 })));

async function timed<T>(act: () => Promise<T>): Promise<[number, T]> {
  const start = performance.now();
  const result = await act();
  return [performance.now() - start, result];
}

const chain = await startChain("chainA");
const world = worldOf(chain);
const { client } = chain;
const { tallyToken, tallyGovernor, market } = world.at;
const deployer = world.address("deployer");

/** Tokens for everybody, not all the same: some hundred transactions a block. */
async function shareOut(count: number): Promise<void> {
  const first = await client.getTransactionCount({ address: deployer });
  const give = (i: number): Promise<unknown> => {
    const amount = (TALLY * 400_000n) / BigInt(count) / BigInt(1 + (i % 7)) + BigInt(i);
    const args = [accountOf(i).address, amount] as const;
    const data = encodeFunctionData({ abi: erc20Abi, functionName: "transfer", args });
    const transaction = {
      from: deployer,
      to: tallyToken,
      data,
      nonce: numberToHex(first + i),
      gas: numberToHex(150_000),
    };
    return client.request({ method: "eth_sendTransaction", params: [transaction] } as never);
  };
  await client.setAutomine(false);
  for (let from = 0; from < count; from += PER_BLOCK) {
    await Promise.all(Array.from({ length: Math.min(PER_BLOCK, count - from) }, (_, i) => give(from + i)));
    await client.mine({ blocks: 1 });
  }
  await client.setAutomine(true);
}

async function propose(): Promise<bigint> {
  const actions = [actionOf(setFee(market, 260))];
  const { id } = await proposeAs(world, "deployer", actions, "# Ten thousand votes\n\nFor a measurement.");
  await world.pass(31);
  return id;
}

async function voteAll(proposalId: bigint, count: number): Promise<void> {
  const deadline = (await world.now()) + 10_000;
  for (let from = 0; from < count; from += PER_TRANSACTION) {
    const signed = Array.from({ length: Math.min(PER_TRANSACTION, count - from) }, async (_, i) => {
      const account = accountOf(from + i);
      const support = supportOf((["for", "against", "abstain"] as const)[(from + i) % 3] ?? "for");
      const ballot: Ballot = { proposalId, voter: account.address, support, params: "0x", deadline };
      const typedData = ballotTypedData(chain.chainId, tallyGovernor, ballot);
      return { ...ballot, signature: await account.signTypedData(typedData), by: "key" as const };
    });
    await world.act("relayer", castBallots(tallyGovernor, ballotSheets(await Promise.all(signed))));
  }
}

const at = (sorted: readonly number[], part: number): string =>
  (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0).toFixed(1).padStart(8);

function print(name: string, times: number[]): number {
  times.sort((a, b) => a - b);
  console.log(`${name.padEnd(44)} ${at(times, 0.5)} ${at(times, 0.95)} ms`);
  return times[Math.floor(times.length / 2)] ?? 0;
}

async function measure(name: string, ask: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < RUNS; i++) times.push((await timed(ask))[0]);
  return print(name, times);
}

try {
  const [shared] = await timed(() => shareOut(VOTERS + ABSENTEES));
  console.log(`${VOTERS + ABSENTEES} members in ${(shared / 1_000).toFixed(1)} s`);
  const proposal = await propose();
  const [voted] = await timed(() => voteAll(proposal, VOTERS));
  console.log(`${VOTERS} ballots signed and counted in ${(voted / 1_000).toFixed(1)} s`);
  const [indexed, indexer] = await timed(() => indexAlone(chain));
  try {
    await caughtUp(indexer, chain);
    const options = { indexer: indexer.url };
    const { chainId } = chain;
    const detail = await until("the proposal", () => proposalDetail(options, chainId, proposal));
    console.log(`indexed ${detail.ballots} ballots and all before in ${(indexed / 1_000).toFixed(1)} s`);
    const snapshot = { at: detail.snapshot };
    console.log(`${"".padEnd(44)} ${"p50".padStart(8)} ${"p95".padStart(8)}`);
    const page: readonly (readonly [string, () => Promise<unknown>])[] = [
      ["proposalDetail", () => proposalDetail(options, chainId, proposal)],
      ["ballotsOf: the first 50 by weight", () => ballotsOf(options, chainId, proposal)],
      ["scorePoints", () => scorePoints(options, chainId, proposal)],
      ["absentees: the first 20", () => absentees(options, chainId, proposal)],
      ["concentration at the snapshot", () => concentration(options, chainId, snapshot)],
    ];
    let sum = 0;
    for (const [name, ask] of page) sum += await measure(name, ask);
    console.log(`${"the page of a proposal, one after the other".padEnd(44)} ${sum.toFixed(1).padStart(8)}`);
    await measure("the same, all at once", () => Promise.all(page.map(([, ask]) => ask())));
    await measure("concentration now", () => concentration(options, chainId));
    await measure("members: the first 50 by power", () => members(options, chainId));
    const now = await world.now();
    const voter = accountOf(VOTERS).address;
    if (given.includes("--page")) {
      const ports = { chain: chain.port, indexer: Number(new URL(indexer.url).port) };
      const voted = `${VOTERS.toLocaleString("en-GB")} accounts have voted`;
      const times = await timeProposal(ports, proposal, voted, RUNS);
      for (const part of ["result", "votes", "figures"] as const) print(`the page: its ${part}`, times[part]);
    }
    await measure("proposals that need a vote", () => proposals(options, chainId, { needsVoteOf: voter, now }));
  } finally {
    await indexer.stop();
  }
} finally {
  await chain.close();
}
process.exit(0);
