import { readFileSync, rmSync } from "node:fs";
import { type Hex, numberToHex } from "viem";
import { CAST, SIDES, type Side, TIMING, type Who } from "./cast.ts";
import type { EndpointFault } from "./faults.ts";
import { send } from "./hand.ts";
import type { Moment, Play, Run, Step } from "./run.ts";

// What is done to chains, endpoints, transactions and processes in the course of a case.

/** Blocks of an outage that is within what is promised. */
export const OUTAGE_BLOCKS = Math.floor(TIMING.outage / TIMING.blockTime) - 1;

export type FaultOf = (run: Run, side: Side) => EndpointFault;

/** An endpoint is wrong from a moment on, for so many blocks; undefined: to the end. */
export function endpointIs(
  fault: FaultOf,
  { at, who, sides, blocks }: { at: Moment; who: readonly Who[]; sides: readonly Side[]; blocks: number | undefined },
): Step[] {
  const setAll = (run: Run, of: (side: Side) => EndpointFault | undefined): undefined => {
    for (const side of sides) for (const each of who) run.world.endpoints[side].set(each, of(side));
  };
  const lift = (run: Run): undefined => setAll(run, () => undefined);
  const act = (run: Run): Step[] => {
    setAll(run, (side) => fault(run, side));
    return blocks === undefined ? [] : [later(blocks, lift)];
  };
  return [{ at, act }];
}

/** Something to do so many blocks from when it is asked for. */
const later = (blocks: number, act: Step["act"]): Step => ({ at: "start", blocks, act });

/** A chain makes no blocks for so many of the other's. */
export function chainHalts(side: Side, at: Moment): Step[] {
  const goOn: Step["act"] = ({ halted }) => void halted.delete(side);
  const act = ({ halted }: Run): Step[] => {
    halted.add(side);
    return [later(OUTAGE_BLOCKS, goOn)];
  };
  return [{ at, act }];
}

/** Fees are a hundred times as high for some blocks. */
export function feesRise(side: Side, at: Moment): Step[] {
  const fee = numberToHex(100n * 10n ** 9n);
  const raise = async ({ world }: Run): Promise<undefined> =>
    void (await world.chains[side].ask("anvil_setNextBlockBaseFeePerGas", [fee]));
  const act = async (run: Run): Promise<Step[]> => {
    await raise(run);
    return Array.from({ length: OUTAGE_BLOCKS }, (_, block) => later(block, raise));
  };
  return [{ at, act }];
}

/** What comes of the transactions in blocks that were taken away. */
export type Afterwards = "lost" | "again at once" | "again later" | "replaced";

async function sendRaw(run: Run, side: Side, raw: readonly Hex[]): Promise<undefined> {
  // One that the agent has sent again meanwhile is known, or too late: as on any chain.
  for (const each of raw) await run.world.chains[side].ask("eth_sendRawTransaction", [each]).catch(() => undefined);
}

async function replaceAll(run: Run, side: Side): Promise<undefined> {
  const chain = run.world.chains[side];
  for (const who of ["maker", "taker"] as const)
    for (const account of [CAST[who].hot, CAST[who].claim])
      await send(chain, account, { to: account.address, value: 0n });
}

/** Takes the last blocks away, the one of the moment among them. */
export function reorg(side: Side, at: Moment, depth: number, afterwards: Afterwards): Step[] {
  const act = async (run: Run): Promise<Step[]> => {
    const raw = await run.world.reorganise(side, depth);
    if (afterwards === "again at once") await sendRaw(run, side, raw);
    if (afterwards === "replaced") await replaceAll(run, side);
    return afterwards === "again later" ? [later(depth, (again) => sendRaw(again, side, raw))] : [];
  };
  return [{ at, blocks: depth - 1, act }];
}

interface Pool {
  readonly pending: Readonly<Record<string, Readonly<Record<string, { readonly hash: Hex; readonly gasPrice: Hex }>>>>;
}

/** The party's transactions that wait to be mined. */
async function pendingOf(
  run: Run,
  side: Side,
  who: Who,
): Promise<{ hash: Hex; nonce: number; use: "hot" | "claim" }[]> {
  const { pending } = (await run.world.chains[side].ask("txpool_content")) as Pool;
  return (["hot", "claim"] as const).flatMap((use) => {
    const address = CAST[who][use].address.toLowerCase();
    const own = Object.entries(pending).find(([account]) => account.toLowerCase() === address)?.[1] ?? {};
    return Object.entries(own).map(([nonce, { hash }]) => ({ hash, nonce: Number(nonce), use }));
  });
}

/** Loses the first transactions of a party before they are mined: from the pool, or to others of the same number. */
export function losesTransactions(who: Who, how: "dropped" | "replaced", times: number): () => Play {
  return () => {
    let left = times;
    return async (run) => {
      for (const side of SIDES) {
        const chain = run.world.chains[side];
        const unlucky = (await pendingOf(run, side, who)).slice(0, left);
        left -= unlucky.length;
        for (const { hash, nonce, use } of unlucky) {
          const { [use]: account } = CAST[who];
          await chain.ask("anvil_dropTransaction", [hash]);
          if (how === "replaced") await send(chain, account, { to: account.address, value: 0n }, { nonce });
        }
      }
    };
  };
}

/** Somebody else uses the party's key. */
export function keyIsUsed(who: Who, at: Moment): Step[] {
  const act = async ({ world }: Run): Promise<undefined> => {
    for (const side of SIDES) {
      const account = CAST[who].hot;
      await send(world.chains[side], account, { to: account.address, value: 0n });
    }
  };
  return [{ at, act }];
}

/** kill -9, at a moment, and the journal is gone; the case says when it is back. */
export function journalIsLost(who: Who, at: Moment): Step[] {
  const act = async ({ agents }: Run): Promise<undefined> => {
    await agents.kill(who);
    rmSync(agents.journalOf(who), { force: true });
  };
  return [{ at, act }];
}

/** kill -9, for good. */
export function dies(who: Who, at: Moment, blocks: number): Step {
  const act = async ({ agents }: Run): Promise<undefined> => {
    await agents.bury(who);
  };
  return { at, blocks, act };
}

/** A second agent is started on a journal that the first is using: it must go, and the first must stay. */
export function twinComes(who: Who, at: Moment): Step[] {
  const act = async ({ agents }: Run): Promise<undefined> => {
    const { code, output } = await agents.twin(who);
    if (code === 0 || code === null || !/journal/i.test(output))
      throw new Error(`the second agent ended with ${code} and said ${JSON.stringify(output.slice(-200))}`);
    if (!agents.isAlive(who)) throw new Error("the first agent was brought down by a second on its journal");
  };
  return [{ at, act }];
}

/** That leg a is back before its time is up, or not before. */
export function isBack(isEarly: boolean): Step {
  const act = (run: Run): undefined => {
    const timelock = Number(run.lockOf("a")?.lock.timelock);
    if (run.world.now() < timelock !== isEarly) throw new Error(`leg a was back at ${run.world.now()} of ${timelock}`);
  };
  return { at: "refundA", act };
}
/** That these lines of a journal are of these kinds: what is killed there must know. */
export function hasLines(who: Who, kinds: Readonly<Record<number, string>>, at: Moment = "refundA"): Step {
  const act = ({ agents }: Run): undefined => {
    const lines = readFileSync(agents.journalOf(who), "utf8").split("\n");
    for (const [line, kind] of Object.entries(kinds)) {
      if (!lines[Number(line) - 1]?.startsWith(`{"kind":"${kind}"`)) {
        throw new Error(
          `line ${line} of the ${who}'s journal is no "${kind}": ${lines[Number(line) - 1]?.slice(0, 40)}`,
        );
      }
    }
  };
  return { at, blocks: at === "refundA" ? 4 : 0, act };
}

/** That a journal has no line of a kind when leg a is back. */
export function hasNoLine(who: Who, kind: string): Step {
  const act = ({ agents }: Run): undefined => {
    const text = readFileSync(agents.journalOf(who), "utf8");
    if (text.includes(`{"kind":"${kind}"`)) throw new Error(`the ${who}'s journal has a "${kind}"`);
  };
  return { at: "refundA", act };
}

/** Takes away the block with leg a, however deep it is, and everything after it; its money goes elsewhere. */
export async function undoLockA(run: Run): Promise<undefined> {
  await run.world.reorganise("a", run.depthOf("a"));
  await replaceAll(run, "a");
}
