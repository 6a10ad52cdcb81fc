import { signTyped } from "@tallystick/sdk/chain/signature";
import { type Place, receiptDigest, receiptProof, receiptRoot } from "@tallystick/sdk/gateway/place";
import { type Receipt, receiptTypedData } from "@tallystick/sdk/gateway/typedData";
import type { Signed } from "@tallystick/sdk/gateway/wire";
import type { PersonaId } from "@tallystick/sdk/local/personas";
import { accuse, anchor, answerAccusation, logOf, proveLate, proveOmission } from "@tallystick/sdk/market/accessLog";
import type { Hex } from "viem";
import { DAY, randomHash } from "./acts.ts";
import type { World } from "./world.ts";

/** A receipt that its keeper anchored or left out. */
export interface KeptReceipt {
  readonly keeper: PersonaId;
  readonly digest: Hex;
  readonly receipt: Signed<Receipt>;
  /** Of one that is under a root: the number of its period, and its proof there. */
  readonly under?: { readonly number: number; readonly proof: readonly Hex[] };
}

async function receiptBy(world: World, keeper: PersonaId, code = "granted"): Promise<KeptReceipt> {
  const { chainId } = world.chain;
  const { market } = world.at;
  const at = BigInt(await world.now());
  const value = { request: randomHash(), granted: code === "granted", code, at, blockNumber: 7n };
  const signature = await signTyped(world.actor(keeper), receiptTypedData(chainId, market, value), "receipt");
  return { keeper, digest: receiptDigest(chainId, market, value), receipt: { value, signature } };
}

/** Anchors receipts as one period; tells them with their places. */
async function anchored(
  world: World,
  keeper: PersonaId,
  receipts: readonly KeptReceipt[],
): Promise<{ readonly kept: KeptReceipt[]; readonly places: Place[] }> {
  const { through: from, number, head } = await logOf(world.reader, world.address(keeper));
  const leaves = receipts.map(({ digest }) => digest);
  await world.pass(10);
  const through = (await world.now()) - 1;
  const root = receiptRoot(leaves);
  await world.act(keeper, anchor(world.at.accessLog, root, through));
  const period = { number: number + 1, from, through, root, previousHead: head, later: [] };
  const proofs = leaves.map((_, i) => receiptProof(leaves, i));
  return {
    kept: receipts.map((each, i) => ({ ...each, under: { number: number + 1, proof: proofs[i] ?? [] } })),
    places: proofs.map((proof) => ({ ...period, proof })),
  };
}

/** Periods of two keepers, one without receipts; accusations that wait, were answered, were not, and one of lateness. */
export async function liveInLogs(world: World): Promise<readonly KeptReceipt[]> {
  const { accessLog } = world.at;
  const receipts = [await receiptBy(world, "keeper"), await receiptBy(world, "keeper", "no-right")];
  const left = [await receiptBy(world, "keeper"), await receiptBy(world, "keeper")] as const;
  const { kept, places } = await anchored(world, "keeper", receipts);
  const [shown] = kept;
  const [place] = places;
  if (shown === undefined || place === undefined) throw new Error("nothing was anchored");
  const keeper = world.address("keeper");
  for (const { receipt } of [shown, ...left]) await world.act("analyst", accuse(accessLog, keeper, receipt));
  await world.act("keeper", answerAccusation(accessLog, keeper, shown.receipt.value, place));
  await world.pass(3 * DAY);
  await world.act("relayer", proveOmission(accessLog, keeper, left[0].digest));
  await anchored(world, "keeper", []);
  await anchored(world, "keeper", [await receiptBy(world, "keeper")]);

  const late = await receiptBy(world, "relayer");
  await world.pass(3 * DAY);
  await world.act("analyst", proveLate(accessLog, world.address("relayer"), late.receipt));
  const other = await anchored(world, "relayer", [await receiptBy(world, "relayer", "no-right")]);
  return [...kept, ...left, late, ...other.kept];
}

export async function loseInLogs(world: World): Promise<void> {
  const left = await receiptBy(world, "keeper");
  await anchored(world, "keeper", [await receiptBy(world, "keeper")]);
  await world.act("analyst", accuse(world.at.accessLog, world.address("keeper"), left.receipt));
}
