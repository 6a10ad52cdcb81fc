import { readFileSync, writeFileSync } from "node:fs";
import { network } from "hardhat";
import { measureAccessLog } from "./accessLog.ts";
import { measureBillQuotes } from "./billQuotes.ts";
import { measureBills } from "./bills.ts";
import billsBudgets from "./billsBudgets.json" with { type: "json" };
import { measureBillsChanges } from "./billsChanges.ts";
import budgets from "./budgets.json" with { type: "json" };
import { measureErc3525, measureRequest, measureStandard } from "./claimTokens.ts";
import { measureConsent } from "./consent.ts";
import { measureDesk } from "./desk.ts";
import { measureGovernance } from "./governance.ts";
import governanceBudgets from "./governanceBudgets.json" with { type: "json" };
import { measureHashLock } from "./hashLock.ts";
import { type Figures, measureMarket } from "./market.ts";
import { measureOcean } from "./ocean.ts";
import peers from "./peers.json" with { type: "json" };
import { measurePolicies } from "./policies.ts";
import { measureQuotes } from "./quotes.ts";
import { measureReceivables } from "./receivables.ts";
import receivablesBudgets from "./receivablesBudgets.json" with { type: "json" };
import { measureStreamr } from "./streamr.ts";
import { measureSwapsBatch } from "./swapsBatch.ts";
import swapsBatchBudgets from "./swapsBatchBudgets.json" with { type: "json" };
import swapsBudgets from "./swapsBudgets.json" with { type: "json" };
import { measureTabs } from "./tabs.ts";
import { measureTradeTrust } from "./tradeTrust.ts";
import { measureTypicalGovernor } from "./typicalGovernor.ts";
import { measureUniswap } from "./uniswap.ts";
import { measureUnlock } from "./unlock.ts";

type Row = {
  readonly family: string;
  readonly operation: string;
  readonly gas: number;
  readonly budget: number | null;
  readonly peer: string | null;
  readonly peerGas: number | null;
  /** Our gas over the peer's. */
  readonly ratio: number | null;
  /** Where the peer's figure is from. */
  readonly source: string;
};

/** What Tallystick's acts cost, each family of acts on a chain of its own. */
export async function measureOurs(): Promise<Figures> {
  return {
    ...(await measureMarket(await network.create())),
    ...(await measureAccessLog(await network.create())),
    ...(await measureTabs(await network.create())),
    ...(await measurePolicies(await network.create())),
    ...(await measureDesk(await network.create())),
    ...(await measureConsent(await network.create())),
  };
}

type Budgets = Readonly<Record<string, { readonly budget: number | null; readonly limit: number }>>;

/** Operations that cost more than their limit, as sentences. */
export function overLimits(ours: Figures, limits: Budgets): string[] {
  return Object.entries(limits).flatMap(([operation, { limit }]) => {
    const gas = ours[operation];
    if (gas === undefined) return [`"${operation}" was not measured.`];
    return gas > limit ? [`"${operation}" costs ${gas}, above its limit of ${limit}.`] : [];
  });
}

const RESULTS = new URL("./results.json", import.meta.url);

/** A peer's figure: the one run here, or the recorded one where it was not run from npm or was cheaper then. */
function peersOf(family: string, operation: string, measured: Readonly<Record<string, Figures>>) {
  const recorded = peers.rows
    .filter((row) => row.family === family && row.operation === operation)
    .map(({ system, gas, source }) => ({ peer: system, gas, source: `recorded ${peers.measured}: ${source}` }));
  const here = Object.entries(measured).flatMap(([peer, figures]) => {
    const gas = figures[operation];
    return gas === undefined ? [] : [{ peer, gas, source: "run here, from npm" }];
  });
  const all = [...here, ...recorded];
  return all.filter(({ peer, gas }) => !all.some((other) => other.peer === peer && other.gas < gas));
}

type Family = { family: string; ours: Figures; measured: Readonly<Record<string, Figures>>; limits: Budgets };

function rowsOf({ family, ours, measured, limits }: Family): Row[] {
  return Object.entries(ours).flatMap(([operation, gas]): Row[] => {
    const base = { family, operation, gas, budget: limits[operation]?.budget ?? null };
    const rows = peersOf(family, operation, measured).map(({ peer, gas: peerGas, source }) => ({
      ...base,
      peer,
      peerGas,
      ratio: Number((gas / peerGas).toFixed(3)),
      source,
    }));
    return rows.length > 0 ? rows : [{ ...base, peer: null, peerGas: null, ratio: null, source: "no peer" }];
  });
}

/** Other families' rows stay as they are. */
function keepOthers(families: readonly string[]): Row[] {
  try {
    const rows: Row[] = JSON.parse(readFileSync(RESULTS, "utf8"));
    return rows.filter(({ family }) => !families.includes(family));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

/** Gas of every operation beside peers', into `results.json` and on the screen; what costs more than it may. */
export async function benchGas(): Promise<string[]> {
  // Peers' contracts are larger than ours may be.
  const override = { allowUnlimitedContractSize: true };
  const market: Family = {
    family: "market",
    ours: await measureOurs(),
    measured: {
      Ocean: await measureOcean(await network.create({ override })),
      Unlock: await measureUnlock(await network.create({ override })),
      Streamr: await measureStreamr(await network.create({ override })),
    },
    limits: budgets,
  };
  const governance: Family = {
    family: "governance",
    ours: await measureGovernance(await network.create()),
    measured: {
      "OpenZeppelin 5.7 typical": await measureTypicalGovernor(await network.create()),
      "Uniswap GovernorAlpha": await measureUniswap(await network.create({ override })),
    },
    limits: governanceBudgets,
  };
  const instruments: Family = {
    family: "instruments",
    ours: {
      ...(await measureReceivables(await network.create())),
      ...(await measureQuotes(await network.create())),
      ...(await measureBills(await network.create())),
      ...(await measureBillQuotes(await network.create())),
      ...(await measureBillsChanges(await network.create())),
    },
    measured: {
      "ERC-3525 reference 1.5.0": await measureErc3525(await network.create({ override })),
      "Request 0.48.0": await measureRequest(await network.create({ override })),
      "TradeTrust 5.5.1": await measureTradeTrust(await network.create({ override })),
      "OpenZeppelin ERC-721": await measureStandard(await network.create(), "ERC721"),
      "OpenZeppelin ERC-1155": await measureStandard(await network.create(), "ERC1155"),
      "OpenZeppelin ERC-6909": await measureStandard(await network.create(), "ERC6909"),
    },
    limits: { ...receivablesBudgets, ...billsBudgets },
  };
  const swaps: Family = {
    family: "swaps",
    ours: {
      ...(await measureHashLock(await network.create())),
      ...(await measureSwapsBatch(await network.create())),
    },
    measured: {},
    limits: { ...swapsBudgets, ...swapsBatchBudgets },
  };
  const families = [market, governance, instruments, swaps];
  const rows = families.flatMap(rowsOf);
  const names = families.map(({ family }) => family);
  writeFileSync(RESULTS, `${JSON.stringify([...keepOthers(names), ...rows], null, 2)}\n`);
  console.table(
    rows.map(({ operation, gas, budget, peer, peerGas, ratio }) => ({ operation, gas, budget, peer, peerGas, ratio })),
  );
  return families.flatMap(({ ours, limits }) => overLimits(ours, limits));
}
