import { type Call, callOf } from "@tallystick/sdk/chain/call";
import { credentialsAbi } from "@tallystick/sdk/generated/abis/Credentials";
import { debtorsAbi } from "@tallystick/sdk/generated/abis/Debtors";
import { demoTokenAbi } from "@tallystick/sdk/generated/abis/DemoToken";
import { evidenceAbi } from "@tallystick/sdk/generated/abis/Evidence";
import { lotsAbi } from "@tallystick/sdk/generated/abis/Lots";
import { receivablesAbi } from "@tallystick/sdk/generated/abis/Receivables";
import { KIND, type Link } from "@tallystick/sdk/instruments/links";
import { signConfirmation, signCreditNote, signExtension } from "@tallystick/sdk/instruments/receivableSignatures";
import type { ReceivableTerms } from "@tallystick/sdk/instruments/terms";
import type { PersonaId } from "@tallystick/sdk/local/personas";
import {
  type Address,
  encodeFunctionData,
  erc20Abi,
  type Hex,
  keccak256,
  maxUint256,
  parseEventLogs,
  stringToBytes,
  stringToHex,
  zeroAddress,
  zeroHash,
} from "viem";
import { actAsDao, DAY, randomHash } from "./acts.ts";
import type { World } from "./world.ts";

/** Base units that a unit is worth: a claim of 100,000 comes to 100 of a token with six decimals. */
const WORTH = 1_000n;
const EVER = 2 ** 40 - 1;
const ALL = 2n ** 96n - 1n;

export const BANK = keccak256(stringToBytes("tallystick.bank"));
const LOGISTICS = keccak256(stringToBytes("tallystick.logistics"));

const DEBTOR = "enterprise";
const CREDITOR = "supplier";

/** A lot as its holders name it, with the links that lead to it. */
interface Piece {
  readonly id: bigint;
  readonly inner: Hex;
  readonly links: readonly Link[];
}

export interface Claim {
  readonly terms: ReceivableTerms;
  readonly id: bigint;
  readonly first: Piece;
}

/** What was lived through. */
export interface ReceivableStory {
  readonly claims: Readonly<
    Record<
      | "prompt"
      | "parted"
      | "late"
      | "credited"
      | "gone"
      | "withdrawn"
      | "disputed"
      | "fresh"
      | "merged"
      | "twins"
      | "ordered"
      | "counter",
      Claim
    >
  >;
  readonly accounts: readonly Address[];
}

let numbers = 0;

const callReceivables = (world: World, functionName: string, args: readonly unknown[]): Call => ({
  address: world.at.receivables,
  abi: receivablesAbi,
  functionName,
  args,
});
const callLots = (world: World, functionName: string, args: readonly unknown[]): Call => ({
  address: world.at.lots,
  abi: lotsAbi,
  functionName,
  args,
});

async function termsOf(world: World, change: Partial<ReceivableTerms> = {}): Promise<ReceivableTerms> {
  numbers += 1;
  return {
    debtor: world.address(DEBTOR),
    creditor: world.address(CREDITOR),
    token: world.at.eurx,
    dueAt: (await world.now()) + 60 * DAY,
    units: 100_000,
    unit: WORTH,
    maxTier: 0,
    lateBps: 1_200,
    graceDays: 5,
    number: stringToHex(`INV${numbers}`, { size: 32 }),
    document: randomHash(),
    order: zeroHash,
    orderAmount: 0n,
    ...change,
  };
}

async function claimOf(world: World, terms: ReceivableTerms): Promise<Claim> {
  const { client } = world.reader;
  const id = await client.readContract({
    address: world.at.receivables,
    abi: receivablesAbi,
    functionName: "receivableId",
    args: [terms.debtor, terms.creditor, terms.number],
  });
  const rootArgs = [world.at.receivables, id] as const;
  const at = { address: world.at.lots, abi: lotsAbi } as const;
  const root = await client.readContract({ ...at, functionName: "rootId", args: rootArgs });
  return { terms, id, first: { id: root, inner: zeroHash, links: [] } };
}

async function registered(
  world: World,
  change: Partial<ReceivableTerms> = {},
  creditor: PersonaId = CREDITOR,
): Promise<Claim> {
  const terms = await termsOf(world, { creditor: world.address(creditor), ...change });
  await world.act(creditor, callReceivables(world, "register", [terms]));
  return claimOf(world, terms);
}

export async function confirmed(
  world: World,
  change: Partial<ReceivableTerms> = {},
  { debtor = DEBTOR, creditor = CREDITOR }: { debtor?: PersonaId; creditor?: PersonaId } = {},
): Promise<Claim> {
  const claim = await registered(world, { debtor: world.address(debtor), ...change }, creditor);
  await world.act(debtor, callReceivables(world, "confirm", [claim.terms]));
  return claim;
}

/** Sends a call and gives what it tells of lots. */
async function tell(world: World, who: PersonaId, call: Call) {
  const hash = await world.act(who, call);
  const { logs, blockNumber } = await world.reader.client.getTransactionReceipt({ hash });
  const { timestamp } = await world.reader.client.getBlock({ blockNumber });
  return { time: Number(timestamp), events: parseEventLogs({ abi: lotsAbi, logs }) };
}

async function endorse(
  world: World,
  who: PersonaId,
  piece: Piece,
  to: PersonaId,
  kind: number = KIND.withRecourse,
): Promise<Piece> {
  const { time } = await tell(world, who, callLots(world, "endorse", [piece.id, world.address(to), kind]));
  const link = { from: world.address(who), to: world.address(to), kind, time, start: 0, units: 0 };
  return { ...piece, links: [...piece.links, link] };
}

async function divide(
  world: World,
  who: PersonaId,
  claim: Claim,
  piece: Piece,
  parts: readonly (readonly [PersonaId, number, number])[],
): Promise<Piece[]> {
  const given = parts.map(([to, units, kind]) => ({ to: world.address(to), units, kind }));
  const call = callLots(world, "divide", [claim.first.id, piece.inner, given]);
  const { time, events } = await tell(world, who, call);
  const made = events.flatMap((event) => (event.eventName === "Divided" ? [event.args] : []));
  return made.map(({ id, inner, from, to, kind, start, units }) => ({
    id,
    inner,
    links: [...piece.links, { from, to, kind, time, start, units }],
  }));
}

const pay = (world: World, who: PersonaId, { terms }: Claim, amount = ALL): Promise<Hex> =>
  world.act(who, callReceivables(world, "pay", [terms, amount]));

const collect = (world: World, who: PersonaId, { terms }: Claim, { inner }: Piece): Promise<Hex> =>
  world.act(who, callReceivables(world, "collect", [terms, inner, world.address(who)]));

const attest = (world: World, who: PersonaId, { terms }: Claim, stream: number): Promise<Hex> =>
  world.act(who, callOf(world.at.evidence, evidenceAbi, "attest", [terms, stream, randomHash(), zeroHash]));

const multicall = (address: Address, calls: readonly Call[]): Call =>
  callOf(address, receivablesAbi, "multicall", [
    calls.map(({ abi, functionName, args }) => encodeFunctionData({ abi, functionName, args } as never)),
  ]);

const PAYERS: readonly PersonaId[] = ["enterprise", "supplier", "workshop", "financier"];

/** Every act on receivables, lots, limits and evidence, so that claims stand in each state. */
export async function liveOnReceivables(world: World): Promise<ReceivableStory> {
  await prepare(world);
  const prompt = await paidAtOnce(world);
  const parted = await paidInParts(world);
  const late = await paidLate(world);
  const twins = await takeUpTwins(world);
  const { credited, gone } = await settledOtherwise(world);
  const { withdrawn, disputed, fresh, ordered } = await neverConfirmed(world);
  const merged = await merge(world);
  const usdx = world.at.usdx as Address;
  const terms = { token: usdx, lateBps: 3_600, graceDays: 0, units: 7_001, unit: 333n };
  const counter = await confirmed(world, terms, { debtor: "supplier", creditor: "workshop" });
  await pay(world, "supplier", counter, 777_777n);
  await world.act("newcomer", callLots(world, "open", [7n, world.address("auditor"), 9, 129, 0]));
  const accounts = [...PAYERS, "carrier", "auditor", "relayer", "newcomer"].map((who) =>
    world.address(who as PersonaId),
  );
  const claims = { prompt, parted, late, credited, gone, withdrawn, disputed, fresh, merged, twins, ordered, counter };
  return { claims, accounts };
}

async function prepare(world: World): Promise<void> {
  const { chain, at } = world;
  const usdx = at.usdx as Address;
  for (const who of PAYERS) {
    for (const token of [at.eurx, usdx]) {
      await world.act(who, callOf(token, demoTokenAbi, "faucet", [world.address(who)]));
      await world.act(who, callOf(token, erc20Abi, "approve", [at.receivables, maxUint256]));
    }
  }
  const registrar = world.address("registrar");
  for (const [type, who] of [
    [BANK, "financier"],
    [LOGISTICS, "carrier"],
  ] as const) {
    await actAsDao(chain, "Credentials", "appointRegistrar", [type, registrar, EVER]);
    const args = [type, world.address(who), EVER, zeroHash] as const;
    await world.act("registrar", callOf(at.credentials, credentialsAbi, "attest", args));
  }
  const enterprise = world.address(DEBTOR);
  await world.act(DEBTOR, callOf(at.debtors, debtorsAbi, "nameBank", [at.eurx, world.address("financier")]));
  await world.act("financier", callOf(at.debtors, debtorsAbi, "setLimit", [enterprise, at.eurx, 900_000_000n]));
  await actAsDao(chain, "Debtors", "setCap", [enterprise, at.eurx, 850_000_000n, true]);
  await actAsDao(chain, "Debtors", "setCap", [world.address("supplier"), usdx, 1n, true]);
  await actAsDao(chain, "Debtors", "setCap", [world.address("supplier"), usdx, 1n, false]);
  await actAsDao(chain, "Debtors", "setCap", [world.address("workshop"), usdx, 5n, true]);
  await world.act("workshop", callOf(at.debtors, debtorsAbi, "nameBank", [at.eurx, world.address("financier")]));
  await world.act("workshop", callOf(at.debtors, debtorsAbi, "nameBank", [at.eurx, zeroAddress]));
  await actAsDao(chain, "Receivables", "setMaxTerm", [730 * DAY]);
}

/** Divided and handed on, then paid at once and in time: the contract keeps no books. */
async function paidAtOnce(world: World): Promise<Claim> {
  const claim = await registered(world);
  for (const [who, stream] of [
    ["supplier", 0],
    ["enterprise", 0],
    ["supplier", 1],
    ["carrier", 2],
    ["financier", 3],
  ] as const) {
    await attest(world, who, claim, stream);
  }
  await world.act(DEBTOR, callReceivables(world, "confirm", [claim.terms]));
  const [part, own] = await divide(world, CREDITOR, claim, claim.first, [
    ["workshop", 30_000, KIND.withRecourse],
    ["supplier", 10_000, KIND.division],
  ]);
  const deeper = await endorse(world, "workshop", part as Piece, "financier", KIND.withoutRecourse);
  await pay(world, DEBTOR, claim);
  await collect(world, "financier", claim, deeper);
  await endorse(world, CREDITOR, own as Piece, "auditor");
  return claim;
}

/** Signed for, capped, paid in parts by several, late at last, collected now and then, to the last unit. */
async function paidInParts(world: World): Promise<Claim> {
  const terms = await termsOf(world, { maxTier: 3, units: 99_991, unit: 7n });
  const claim = await claimOf(world, terms);
  const { deadline, signature } = await signConfirmation(world.actor(DEBTOR), terms);
  await world.act(CREDITOR, callReceivables(world, "registerConfirmed", [terms, deadline, signature]));
  const parts = await divide(world, CREDITOR, claim, claim.first, [
    ["workshop", 33_333, KIND.withRecourse],
    ["financier", 1_001, KIND.withoutRecourse],
  ]);
  const [one, two] = parts as [Piece, Piece];
  await pay(world, DEBTOR, claim, 100_000n);
  await collect(world, "financier", claim, two);
  const three = await endorse(world, "workshop", one, "financier");
  await pay(world, "workshop", claim, 33_333n);
  // Before it is collected: what was paid goes with the lot.
  const [four] = (await divide(world, "financier", claim, three, [["workshop", 11_111, KIND.withRecourse]])) as [Piece];
  await world.pass(80 * DAY);
  await pay(world, DEBTOR, claim, 50_000n);
  await collect(world, "workshop", claim, four);
  await world.pass(3 * DAY);
  await pay(world, DEBTOR, claim);
  await collect(world, "financier", claim, three);
  await collect(world, "workshop", claim, four);
  await collect(world, "financier", claim, two);
  await collect(world, CREDITOR, claim, claim.first);
  return claim;
}

/** Overdue: demanded, taken up, recorded as a default, written off, paid in part afterwards. */
async function paidLate(world: World): Promise<Claim> {
  const claim = await confirmed(world);
  const { terms } = claim;
  const [part] = (await divide(world, CREDITOR, claim, claim.first, [["workshop", 40_000, KIND.withRecourse]])) as [
    Piece,
  ];
  const chain = await endorse(world, "workshop", part, "financier");
  const carried = await endorse(world, "financier", chain, "carrier", KIND.withoutRecourse);
  await pay(world, DEBTOR, claim, 20_000_000n);
  await world.pass(70 * DAY);
  const proof = [terms, carried.inner, carried.links, 1n] as const;
  await world.act("carrier", callReceivables(world, "demand", proof));
  await world.act("workshop", callReceivables(world, "takeUp", proof));
  // The link that he had from the supplier is the last now, but for that he took it up.
  const { timestamp } = await world.reader.client.getBlock();
  const taken = {
    from: world.address("carrier"),
    to: world.address("workshop"),
    kind: KIND.takenUp,
    time: Number(timestamp),
    start: 0,
    units: 0,
  };
  const links = [...carried.links.slice(0, 1), taken];
  await world.act("supplier", callReceivables(world, "takeUp", [terms, carried.inner, links, 0n]));
  await world.act("carrier", callReceivables(world, "withdrawProceeds", [terms.token, world.address("auditor")]));
  await world.pass(90 * DAY);
  await world.act("relayer", callReceivables(world, "recordDefault", [terms]));
  await world.act("supplier", callReceivables(world, "writeOff", [terms, carried.inner]));
  await pay(world, "workshop", claim, 12_345_678n);
  await collect(world, CREDITOR, claim, claim.first);
  return claim;
}

/** Credit notes with the holder's and without anybody's consent, one of a whole claim, and an extension. */
async function settledOtherwise(world: World): Promise<Record<"credited" | "gone", Claim>> {
  const credited = await confirmed(world);
  const { terms, first } = credited;
  const [part, back] = (await divide(world, CREDITOR, credited, first, [
    ["workshop", 25_000, KIND.withRecourse],
    ["enterprise", 5_000, KIND.withoutRecourse],
  ])) as [Piece, Piece];
  await pay(world, DEBTOR, credited, 10_000_001n);
  const deadline = (await world.now()) + 400 * DAY;
  const note = await signCreditNote(world.actor("workshop"), part.id, 4_321);
  const given = [terms, part.inner, note.units, note.deadline, note.signature] as const;
  await world.act(DEBTOR, callReceivables(world, "credit", given));
  await world.act(DEBTOR, callReceivables(world, "credit", [terms, back.inner, 5_000, deadline, "0x"]));
  await world.pass(70 * DAY);
  const dueAt = (await world.now()) + 45 * DAY;
  const agreements: { inner: Hex; signature: Hex }[] = [];
  for (const [who, piece] of [
    ["supplier", first],
    ["workshop", part],
  ] as const) {
    const { signature } = await signExtension(world.actor(who), piece.id, { dueAt, deadline });
    agreements.push({ inner: piece.inner, signature });
  }
  await world.act(DEBTOR, callReceivables(world, "extend", [terms, dueAt, deadline, agreements]));
  await pay(world, DEBTOR, credited, 500_000n);

  const gone = await confirmed(world, { units: 500 });
  const whole = await signCreditNote(world.actor(CREDITOR), gone.first.id, 500);
  const all = [gone.terms, zeroHash, whole.units, whole.deadline, whole.signature] as const;
  await world.act(DEBTOR, callReceivables(world, "credit", all));
  return { credited, gone };
}

async function neverConfirmed(world: World): Promise<Record<"withdrawn" | "disputed" | "fresh" | "ordered", Claim>> {
  const order = randomHash();
  const withdrawn = await registered(world, { order, orderAmount: 3_000_000_000n });
  await world.act(CREDITOR, callReceivables(world, "withdraw", [withdrawn.terms]));
  const ordered = await confirmed(world, { order, orderAmount: 3_000_000_000n });
  const disputed = await registered(world);
  await world.act(DEBTOR, callReceivables(world, "dispute", [disputed.terms, randomHash()]));
  const fresh = await registered(world, { order, orderAmount: 3_000_000_000n, units: 5 });
  return { withdrawn, disputed, fresh, ordered };
}

/** Neighbours become one again; lots move as ERC-6909 tokens, by operators and by approval. */
async function merge(world: World): Promise<Claim> {
  const claim = await confirmed(world);
  const { lots } = world.at;
  const [second, first] = (await divide(world, CREDITOR, claim, claim.first, [
    ["workshop", 10_000, KIND.withRecourse],
    ["workshop", 20_000, KIND.withRecourse],
  ])) as [Piece, Piece];
  const roll = await world.reader.client.readContract({
    address: lots,
    abi: lotsAbi,
    functionName: "rollOf",
    args: [claim.first.id],
  });
  const links = [first.links.at(-1), second.links.at(-1)];
  await world.act("workshop", callLots(world, "merge", [claim.first.id, roll, ...links]));
  await world.act("workshop", callLots(world, "approve", [world.address("relayer"), first.id, 30_000n]));
  await world.act("workshop", callLots(world, "approve", [world.address("auditor"), first.id, 1n]));
  await world.act(
    "relayer",
    callLots(world, "transferFrom", [world.address("workshop"), world.address("financier"), first.id, 30_000n]),
  );
  await world.act("financier", callLots(world, "approve", [world.address("relayer"), first.id, 5n]));
  await world.act("supplier", callLots(world, "setOperator", [world.address("relayer"), true]));
  await world.act("workshop", callLots(world, "setOperator", [world.address("relayer"), true]));
  await world.act("workshop", callLots(world, "setOperator", [world.address("relayer"), false]));
  await world.act("supplier", callLots(world, "transfer", [world.address("auditor"), claim.first.id, 70_000n]));
  return claim;
}

/** A lot and a part of it are taken up in one act: they have one roll from then on. */
async function takeUpTwins(world: World): Promise<Claim> {
  const claim = await confirmed(world, { units: 1_000 });
  const { terms } = claim;
  const root = await endorse(world, CREDITOR, claim.first, "workshop");
  const [part] = (await divide(world, "workshop", claim, root, [["workshop", 300, KIND.division]])) as [Piece];
  await world.pass(61 * DAY);
  const both = [root, part].map(({ inner, links }) => callReceivables(world, "takeUp", [terms, inner, links, 0n]));
  await world.act("supplier", multicall(world.at.receivables, both));
  const to = world.address("financier");
  const onward = [root, part].map(({ id }) => callLots(world, "endorse", [id, to, KIND.withRecourse]));
  await world.act("supplier", multicall(world.at.lots, onward));
  return claim;
}

/** A few acts more, which a reorganisation will undo. */
export async function loseOnReceivables(world: World, { claims }: ReceivableStory): Promise<void> {
  const { at } = world;
  const claim = await confirmed(world);
  const [part] = (await divide(world, CREDITOR, claim, claim.first, [["workshop", 1_000, KIND.withRecourse]])) as [
    Piece,
  ];
  await endorse(world, "workshop", part, "financier");
  await attest(world, CREDITOR, claim, 1);
  await pay(world, DEBTOR, claim, 9_999_999n);
  await collect(world, CREDITOR, claim, claim.first);
  await pay(world, DEBTOR, claims.credited);
  await collect(world, CREDITOR, claims.credited, claims.credited.first);
  await world.act(DEBTOR, callReceivables(world, "confirm", [claims.disputed.terms]));
  await world.act("financier", callOf(at.debtors, debtorsAbi, "setLimit", [world.address(DEBTOR), at.eurx, 1n]));
  await world.act("financier", callLots(world, "setOperator", [world.address("relayer"), true]));
  await world.act("supplier", callLots(world, "approve", [world.address("relayer"), claim.first.id, 5n]));
  const balance = await world.reader.client.readContract({
    address: at.receivables,
    abi: receivablesAbi,
    functionName: "proceedsOf",
    args: [world.address("workshop"), at.eurx],
  });
  if (balance > 0n) {
    await world.act("workshop", callReceivables(world, "withdrawProceeds", [at.eurx, world.address("workshop")]));
  }
  await world.pass(155 * DAY);
  await world.act("relayer", callReceivables(world, "recordDefault", [claims.ordered.terms]));
  await world.act(CREDITOR, callReceivables(world, "writeOff", [claims.ordered.terms, zeroHash]));
}
