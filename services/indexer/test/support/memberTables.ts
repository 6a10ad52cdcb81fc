import assert from "node:assert/strict";
import { dividendsAbi } from "@tallystick/sdk/generated/abis/Dividends";
import { tallyGovernorAbi } from "@tallystick/sdk/generated/abis/TallyGovernor";
import { tallyTokenAbi } from "@tallystick/sdk/generated/abis/TallyToken";
import { treasuryAbi } from "@tallystick/sdk/generated/abis/Treasury";
import { delegatorsOf, memberDetail, powerPoints } from "@tallystick/sdk/indexer/members";
import {
  claimsOf,
  criticalTargets,
  dividendRounds,
  dividendTokens,
  settings,
  treasuryLimits,
  treasuryMoves,
  treasuryTokens,
} from "@tallystick/sdk/indexer/treasury";
import { type Address, erc20Abi, zeroAddress } from "viem";
import { low, rowsOf } from "./compare.ts";
import type { DaoStory } from "./daoActs.ts";
import type { TestIndexer } from "./indexer.ts";
import type { World } from "./world.ts";

/** Balance, power, delegate and delegators of every account against the token; and that there is no other. */
export async function compareMembers(indexer: TestIndexer, world: World, { accounts }: DaoStory): Promise<void> {
  const { client } = world.reader;
  const view = { abi: tallyTokenAbi, address: world.at.tallyToken } as const;
  const options = { indexer: indexer.url };
  const held = await Promise.all(
    accounts.map(async (account) => ({
      account: low(account),
      balance: await client.readContract({ ...view, functionName: "balanceOf", args: [account] }),
      power: await client.readContract({ ...view, functionName: "getVotes", args: [account] }),
      delegate: low(await client.readContract({ ...view, functionName: "delegates", args: [account] })),
    })),
  );
  for (const { account, ...now } of held) {
    const row = await memberDetail(options, world.chain.chainId, account);
    const delegators = held.filter(
      (each) => each.delegate === account && each.account !== account && each.balance > 0n,
    );
    assert.deepEqual(
      [row?.balance ?? 0n, row?.power ?? 0n, row?.delegate ?? account, row?.delegators ?? 0],
      [now.balance, now.power, now.delegate, delegators.length],
      account,
    );
    const { items } = await delegatorsOf(options, world.chain.chainId, account);
    assert.deepEqual(new Set(items.map((each) => each.account)), new Set(delegators.map((each) => each.account)));
  }
  const rows = await rowsOf<{ account: Address; balance: string }>(
    indexer,
    world.chain,
    "daoMembers",
    "account balance",
  );
  const supply = await client.readContract({ ...view, functionName: "totalSupply" });
  assert.equal(
    rows.reduce((sum, { balance }) => sum + BigInt(balance), 0n),
    supply,
  );
}

/** Power at every second in which it changed, and just before; counts the changes. */
export async function comparePower(indexer: TestIndexer, world: World, { accounts }: DaoStory): Promise<number> {
  const { client } = world.reader;
  const view = { abi: tallyTokenAbi, address: world.at.tallyToken } as const;
  const now = await world.now();
  let count = 0;
  for (const account of accounts) {
    const points = await powerPoints({ indexer: indexer.url }, world.chain.chainId, account, { limit: 1_000 });
    const checkpoints = await client.readContract({ ...view, functionName: "numCheckpoints", args: [account] });
    assert.equal(points.totalCount, checkpoints);
    const powerAt = (second: number): Promise<bigint> =>
      client.readContract({ ...view, functionName: "getPastVotes", args: [account, BigInt(second)] });
    for (const [i, { at, power }] of points.items.entries()) {
      if (at < now) assert.equal(await powerAt(at), power);
      assert.equal(await powerAt(at - 1), points.items[i + 1]?.power ?? 0n);
    }
    count += points.items.length;
  }
  return count;
}

/** That these rows are there: what is said of every row says nothing where there is none. */
function includes(rows: readonly Address[], ...expected: readonly Address[]): void {
  for (const each of expected.map(low)) assert.ok(rows.map(low).includes(each), `${each} of ${rows}`);
}

/** Limits, tracks and settings against treasury and governor, and that moves add up to what the treasury has. */
export async function compareTreasury(indexer: TestIndexer, world: World): Promise<void> {
  const { client } = world.reader;
  const { chainId } = world.chain;
  const options = { indexer: indexer.url };
  const treasury = { abi: treasuryAbi, address: world.at.timelock } as const;
  const limits = (await treasuryLimits(options, chainId)).items;
  includes(
    limits.map(({ token }) => token),
    world.at.eurx,
  );
  for (const { token, amount, window } of limits) {
    const limit = await client.readContract({ ...treasury, functionName: "limitOf", args: [token] });
    assert.deepEqual([amount, BigInt(window)], limit.slice(0, 2));
  }
  const targets = (await criticalTargets(options, chainId)).items;
  includes(
    targets.map(({ target }) => target),
    world.at.market,
  );
  for (const { target, isCritical } of targets) {
    const args = [target] as const;
    assert.equal(await client.readContract({ ...treasury, functionName: "isCriticalTarget", args }), isCritical);
  }
  const tokens = (await treasuryTokens(options, chainId)).items;
  includes(
    tokens.map(({ token }) => token),
    ...[world.at.eurx, world.at.tallyToken, zeroAddress],
  );
  for (const { token, moves } of tokens) {
    const { items } = await treasuryMoves(options, chainId, { token, limit: 1_000 });
    assert.equal(items.length, moves);
    // Ether that comes in leaves no event.
    if (token === zeroAddress) continue;
    const signs = { received: 1n, spent: -1n, taken: -1n, allowed: 0n };
    const sum = items.reduce((total, { kind, amount }) => total + signs[kind] * amount, 0n);
    const balance = { abi: erc20Abi, address: token, functionName: "balanceOf", args: [treasury.address] } as const;
    assert.equal(await client.readContract(balance), sum);
    const allowed = items.filter(({ kind }) => kind === "allowed");
    for (const { other, amount } of allowed) {
      const taken = items.filter((each) => each.kind === "taken" && (each.other === other || allowed.length === 1));
      const args = [treasury.address, other] as const;
      const left = await client.readContract({ abi: erc20Abi, address: token, functionName: "allowance", args });
      assert.equal(left, amount - taken.reduce((total, each) => total + each.amount, 0n));
    }
  }
  await compareSettings(indexer, world);
}

const GOVERNOR_VIEWS = {
  ...({ votingDelay: "votingDelay", votingPeriod: "votingPeriod", proposalThreshold: "proposalThreshold" } as const),
  ...({ quorum: "quorumNumerator", criticalQuorum: "criticalQuorumNumerator", coolDown: "coolDown" } as const),
  ...({ voteExtension: "lateQuorumVoteExtension", guardian: "proposalGuardian" } as const),
  ...({ guardianUntil: "guardianUntil", treasury: "timelock" } as const),
};
const TREASURY_VIEWS = { governor: "governor", delay: "getMinDelay", criticalDelay: "getCriticalDelay" } as const;

async function compareSettings(indexer: TestIndexer, world: World): Promise<void> {
  const { client } = world.reader;
  const governor = { abi: tallyGovernorAbi, address: world.at.tallyGovernor } as const;
  const treasury = { abi: treasuryAbi, address: world.at.timelock } as const;
  const newest = async (name: string): Promise<string | undefined> => {
    const { items } = await settings({ indexer: indexer.url }, world.chain.chainId, { name });
    for (const [i, { before }] of items.slice(0, -1).entries()) assert.equal(before, items[i + 1]?.after, name);
    return items[0]?.after;
  };
  const told = (value: bigint | number | string): string => String(value).toLowerCase();
  for (const [name, functionName] of Object.entries(GOVERNOR_VIEWS)) {
    assert.equal(await newest(name), told(await client.readContract({ ...governor, functionName })), name);
  }
  for (const [name, functionName] of Object.entries(TREASURY_VIEWS)) {
    assert.equal(await newest(name), told(await client.readContract({ ...treasury, functionName })), name);
  }
}

/** Rounds, totals and claims against the contract; counts claims. */
export async function compareDividends(indexer: TestIndexer, world: World, { accounts }: DaoStory): Promise<number> {
  const { client } = world.reader;
  const { chainId } = world.chain;
  const options = { indexer: indexer.url };
  const view = { abi: dividendsAbi, address: world.at.dividends } as const;
  const tokens = await dividendTokens(options, chainId);
  const rounds = await dividendRounds(options, chainId);
  const count = { abi: tallyTokenAbi, address: world.at.tallyToken, functionName: "roundCount" } as const;
  assert.equal(rounds.totalCount, await client.readContract(count));
  const claims = (await Promise.all(accounts.map((account) => claimsOf(options, chainId, account)))).flatMap(
    ({ items }) => items,
  );
  const tokensOf = (rows: readonly { readonly token: Address }[]) => new Set(rows.map(({ token }) => token));
  assert.deepEqual(tokensOf(tokens.items), tokensOf(rounds.items));
  for (const { token, perShare, deposited, claimed, rounds: paid } of tokens.items) {
    const own = rounds.items.filter((each) => each.token === token);
    const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((total, amount) => total + amount, 0n);
    assert.equal(await client.readContract({ ...view, functionName: "perShareOf", args: [token] }), perShare);
    assert.deepEqual([own.length, sum(own.map((each) => each.perShare))], [paid, perShare]);
    assert.equal(sum(own.map(({ amount }) => amount)), deposited);
    assert.equal(sum(claims.filter((each) => each.token === token).map(({ amount }) => amount)), claimed);
    const balance = { abi: erc20Abi, address: token, functionName: "balanceOf", args: [view.address] } as const;
    assert.equal(await client.readContract(balance), deposited - claimed);
  }
  for (const account of accounts) {
    for (const token of [world.at.eurx, world.at.tallyToken]) {
      const own = claims.filter((each) => each.account === low(account) && each.token === low(token));
      const [upTo] = await client.readContract({ ...view, functionName: "claimedOf", args: [account, token] });
      assert.equal(own[0]?.upTo ?? 0, upTo);
    }
  }
  return claims.length;
}
