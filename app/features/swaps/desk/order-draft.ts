import type { Network } from "@tallystick/sdk/networks";
import type { Asset } from "@tallystick/sdk/swaps/lock";
import type { Order } from "@tallystick/sdk/swaps/order";
import { depthOf, lockTimeOf } from "@tallystick/sdk/swaps/plan";
import { type Address, isAddress, zeroAddress } from "viem";
import { parseAmount } from "../../../lib/format.ts";
import type { ItemState } from "./item-draft.ts";
import type { Side } from "./quotes";

/** What is typed and chosen of an order. */
export interface OrderDraft {
  readonly give: string;
  readonly want: string;
  /** Empty: the order is taken whole. */
  readonly minimum: string;
  /** Who alone may take it; empty: anybody. */
  readonly taker: string;
  /** Seconds for which it stands. */
  readonly stands: number;
  /** Seconds that the maker gives himself to answer a taker. */
  readonly answer: number;
}

export const emptyDraft: OrderDraft = { give: "", want: "", minimum: "", taker: "", stands: 86_400, answer: 3_600 };

/** Choices of how long an order stands, and how long its maker may take to answer, in seconds. */
export const standings = [3_600, 86_400, 604_800] as const;
export const answers = [600, 3_600, 21_600] as const;

/** A side of the order, with the chain and contract it is on. */
export interface DraftSide extends Side {
  readonly network: Network;
  readonly hashLock: Address;
  /** Of money; undefined while the token has not said, and for what there is one of. */
  readonly decimals: number | undefined;
}

/** What an order is made from besides what is typed. */
export interface DraftAbout {
  readonly maker: Address;
  readonly gives: DraftSide;
  readonly wants: DraftSide;
  /** Units of the lot that is given; undefined: something else is. */
  readonly units: bigint | undefined;
  /** How the single token stands that is given, and that is wanted; undefined: something else is. */
  readonly giveItem?: ItemState | undefined;
  readonly wantItem?: ItemState | undefined;
  /** What the maker has of what he gives; undefined: not known. */
  readonly balance: bigint | undefined;
  /** Unix second. */
  readonly now: number;
  readonly nonce: bigint;
}

/** What is missing or wrong: `swaps.needs_<fault>`. */
export type DraftFault =
  | "giveAmount"
  | "wantAmount"
  | "sameChain"
  | "minimum"
  | "taker"
  | "balance"
  | "lot"
  | "giveItem"
  | "wantItem";

const isById = ({ kind }: Asset): boolean => kind === "erc721" || kind === "erc6909";

const isItem = ({ kind }: Asset): boolean => kind === "erc721";

/** Whether an order over these can be taken in parts. */
export function isDivisible({ gives, wants }: { readonly gives: Side; readonly wants: Side }): boolean {
  return !isById(gives.asset) && !isById(wants.asset);
}

function amountIn(text: string, decimals: number | undefined): bigint | undefined {
  const amount = decimals === undefined ? undefined : parseAmount(text, decimals);
  return amount === 0n ? undefined : amount;
}

/** The amounts of a draft, in base units; undefined: not said, or wrong. */
function amountsOf(draft: OrderDraft, { gives, wants, units }: DraftAbout) {
  const want = isItem(wants.asset) ? 1n : amountIn(draft.want, wants.decimals);
  const whole = isItem(gives.asset) ? 1n : units;
  const give = isById(gives.asset) ? whole : amountIn(draft.give, gives.decimals);
  // Of what there is one, there is no part to take.
  const isWhole = draft.minimum.trim() === "" || isById(gives.asset) || isItem(wants.asset);
  return { want, give, least: isWhole ? want : amountIn(draft.minimum, wants.decimals) };
}

/** All that is missing or wrong; none: it can be signed. */
export function draftFaults(draft: OrderDraft, about: DraftAbout): readonly DraftFault[] {
  const { want, give, least } = amountsOf(draft, about);
  const isLot = isById(about.gives.asset);
  const taker = draft.taker.trim();
  const rules: readonly (readonly [isBroken: boolean, fault: DraftFault])[] = [
    [about.gives.chainId === about.wants.chainId, "sameChain"],
    [give === undefined, isLot ? "lot" : "giveAmount"],
    [want === undefined, "wantAmount"],
    [want !== undefined && (least === undefined || least > want), "minimum"],
    [taker !== "" && !isAddress(taker, { strict: false }), "taker"],
    [isItem(about.gives.asset) && about.giveItem !== "fine", "giveItem"],
    [isItem(about.wants.asset) && about.wantItem !== "fine", "wantItem"],
    [give !== undefined && about.balance !== undefined && !isLot && about.balance < give, "balance"],
  ];
  return rules.filter(([isBroken]) => isBroken).map(([, fault]) => fault);
}

/** Seconds that a taker's lock must last: what both chains need, and the time that the maker gives himself. */
export function lockTimeFor({ gives, wants }: Pick<DraftAbout, "gives" | "wants">, answer: number): number {
  return lockTimeOf({ a: wants.network, b: gives.network }) + answer;
}

/** The order of a draft; undefined while anything of it is missing or wrong. */
export function orderOf(draft: OrderDraft, about: DraftAbout): Order | undefined {
  const { want, give, least } = amountsOf(draft, about);
  if (draftFaults(draft, about).length > 0 || want === undefined || give === undefined || least === undefined) return;
  const { maker, gives, wants, now, nonce } = about;
  const leg = ({ chainId, asset, hashLock, network }: DraftSide, amount: bigint) => ({
    chainId,
    asset,
    hashLock,
    amount,
    confirmations: depthOf(network),
  });
  return {
    maker,
    recipient: maker,
    gives: leg(gives, give),
    wants: leg(wants, want),
    minimumFill: least,
    deadline: BigInt(now + draft.stands),
    nonce,
    taker: (draft.taker.trim() as Address) || zeroAddress,
    lockTime: BigInt(lockTimeFor(about, draft.answer)),
  };
}
