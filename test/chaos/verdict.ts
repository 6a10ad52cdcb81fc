import { isAddressEqual } from "viem";
import { addressesOf, type Pair, SIDES, type Side, stakeOf } from "./cast.ts";
import type { Balance, World } from "./world.ts";

// What became of a party's money, gas aside.

export type PartyName = "maker" | "taker";
export const PARTIES: readonly PartyName[] = ["maker", "taker"];

/** Kept: what it began with. Won: what it was promised, and what it began with. Lost: neither. */
export type Fate = "kept" | "swapped" | "won" | "lost" | "uneven";

/** What every party has on both chains. */
export type Holdings = Readonly<Record<PartyName, Readonly<Record<Side, Balance>>>>;

export async function holdingsOf(world: World): Promise<Holdings> {
  const of = async (who: PartyName) => ({
    a: await world.balanceOf("a", addressesOf(who)),
    b: await world.balanceOf("b", addressesOf(who)),
  });
  return { maker: await of("maker"), taker: await of("taker") };
}

interface Change {
  /** Of what is swapped on that chain. */
  readonly staked: bigint;
  /** Of what is not: it has no business to change. */
  readonly other: bigint;
}

function changeOn(world: World, pair: Pair, who: PartyName, side: Side, before: Balance, after: Balance): Change {
  const fees = world.ledgers()[side].feesOf(addressesOf(who));
  const ether = after.ether - before.ether + fees;
  const token = after.token - before.token;
  const isEther = stakeOf(pair, side, world.token).asset.kind === "native";
  return isEther ? { staked: ether, other: token } : { staked: token, other: ether };
}

/** Tips that a party's locks on a chain were made with: what it agreed to pay for help. */
function tipsOf(world: World, who: PartyName, side: Side): bigint {
  const own = addressesOf(who);
  return world
    .ledgers()
    [side].standings()
    .filter(({ lock }) => own.some((account) => isAddressEqual(account, lock.refundee)))
    .reduce((sum, { lock }) => sum + lock.tip, 0n);
}

/** What became of a party: the maker gives on the second chain and gets on the first, the taker the other way round. */
export function fateOf(world: World, pair: Pair, who: PartyName, before: Holdings, after: Holdings): Fate {
  const [giving, getting]: readonly [Side, Side] = who === "maker" ? ["b", "a"] : ["a", "b"];
  const change = (side: Side): Change => changeOn(world, pair, who, side, before[who][side], after[who][side]);
  const gave = change(giving);
  const got = change(getting);
  if (gave.other !== 0n || got.other !== 0n) return "uneven";
  const tips = tipsOf(world, who, giving);
  const stake = stakeOf(pair, giving, world.token).amount;
  const promised = stakeOf(pair, getting, world.token).amount;
  const hasGiven = -gave.staked > tips;
  const hasGot = got.staked >= promised;
  if (-gave.staked > stake + tips) return "lost";
  if (hasGiven) return hasGot ? "swapped" : got.staked === 0n ? "lost" : "uneven";
  if (hasGot) return "won";
  return got.staked >= 0n ? "kept" : "uneven";
}

/** Locks that have not ended, on both chains. */
export function openLocks(world: World): number {
  const open = SIDES.map(
    (side) =>
      world
        .ledgers()
        [side].standings()
        .filter(({ end }) => end === undefined).length,
  );
  return open.reduce((sum, each) => sum + each, 0);
}

/** Why a case has failed; undefined: it has not. */
export function complaint(
  fates: Readonly<Record<PartyName, Fate>>,
  honest: readonly PartyName[],
  expected: "swapped" | "even",
): string | undefined {
  for (const who of honest)
    if (fates[who] === "lost" || fates[who] === "uneven") return `the honest ${who} ended ${fates[who]}`;
  if (honest.length === 2 && fates.maker !== fates.taker)
    return `both are honest, and the maker ended ${fates.maker}, the taker ${fates.taker}`;
  if (expected === "even") return undefined;
  const behind = honest.find((who) => fates[who] !== "swapped");
  return behind === undefined ? undefined : `nothing was in the way, and the ${behind} ended ${fates[behind]}`;
}
