import type { Address, Hex } from "viem";
import { amountOf, type Fields, hashOf, integerOf, objectOf, signatureOf } from "../gateway/fields.ts";
import { accountIn, offerFault, offerJson, requireKnown } from "../instruments/offerWire.ts";
import type { Asset } from "./lock.ts";
import type { Leg, Order, SignedOrder, SignedTake, SignedWithdrawal, Take, Withdrawal } from "./order.ts";

// Signed orders, notes and withdrawals outside the chain, as JSON. They are read strictly: what is shown is what was signed.

type Texts<T> = { readonly [Field in keyof T]: T[Field] extends bigint ? string : T[Field] };

/** An asset as JSON. */
export type WireAsset =
  | { readonly kind: "native" }
  | { readonly kind: "erc20"; readonly token: Address }
  | { readonly kind: "erc721" | "erc6909"; readonly token: Address; readonly tokenId: string };

/** A leg as JSON. */
export type WireLeg = Omit<Texts<Leg>, "asset"> & { readonly asset: WireAsset };

/** A signed order as JSON. */
export interface WireOrder {
  readonly tallystick: "swap-order/1";
  readonly order: Omit<Texts<Order>, "gives" | "wants"> & { readonly gives: WireLeg; readonly wants: WireLeg };
  readonly signature: Hex;
}

/** A signed note as JSON. */
export interface WireTake {
  readonly tallystick: "swap-take/1";
  readonly take: Texts<Take>;
  readonly signature: Hex;
}

/** A signed withdrawal as JSON. */
export interface WireWithdrawal {
  readonly tallystick: "swap-withdrawal/1";
  readonly withdrawal: Texts<Withdrawal>;
  readonly signature: Hex;
}

/** A signed order in its JSON form. */
export function encodeSwapOrder({ order, signature }: SignedOrder): WireOrder {
  const { minimumFill, deadline, nonce, lockTime, gives, wants, ...accounts } = order;
  return {
    tallystick: "swap-order/1",
    order: {
      ...accounts,
      gives: wireLeg(gives),
      wants: wireLeg(wants),
      minimumFill: String(minimumFill),
      deadline: String(deadline),
      nonce: String(nonce),
      lockTime: String(lockTime),
    },
    signature,
  };
}

/** A signed note in its JSON form. */
export function encodeTake({ take, signature }: SignedTake): WireTake {
  const texts = { ...take, amount: String(take.amount), deadline: String(take.deadline) };
  return { tallystick: "swap-take/1", take: texts, signature };
}

/** A signed withdrawal in its JSON form. */
export function encodeWithdrawal({ withdrawal, signature }: SignedWithdrawal): WireWithdrawal {
  const { maker, nonce } = withdrawal;
  return { tallystick: "swap-withdrawal/1", withdrawal: { maker, nonce: String(nonce) }, signature };
}

/** Bits of amounts, and of seconds, as the contracts keep them. */
const AMOUNT_BITS = 128;
const TIME_BITS = 40;
/** More blocks than any chain's finality takes. */
const MAX_CONFIRMATIONS = 100_000;

/**
 * Reads a signed order's JSON form. It is checked for its form alone: see `isSwapOrderSigned`, `orderFaults`.
 *
 * @throws `BadOffer` with the field and the reason, also for fields that nobody signs
 */
export function decodeSwapOrder(value: unknown): SignedOrder {
  const { body, signature } = signedIn(value, "swap-order/1", "order");
  requireKnown(body, ORDER_FIELDS, "order.");
  const order: Order = {
    maker: accountIn(body, "maker"),
    recipient: accountIn(body, "recipient"),
    gives: legIn(body, "gives"),
    wants: legIn(body, "wants"),
    minimumFill: amountOf(body, "minimumFill", AMOUNT_BITS, offerFault),
    deadline: amountOf(body, "deadline", TIME_BITS, offerFault),
    nonce: amountOf(body, "nonce", 256, offerFault),
    taker: accountIn(body, "taker"),
    lockTime: amountOf(body, "lockTime", TIME_BITS, offerFault),
  };
  return { order, signature };
}

/**
 * Reads a signed order's text, as `JSON.stringify` makes it of its JSON form.
 *
 * @throws `BadOffer` as `decodeSwapOrder`, and for what is no JSON or too long
 */
export function parseSwapOrder(text: string): SignedOrder {
  return decodeSwapOrder(offerJson(text));
}

/**
 * Reads a signed note's JSON form. It is checked for its form alone: see `isTakeSigned`.
 *
 * @throws `BadOffer` with the field and the reason
 */
export function decodeTake(value: unknown): SignedTake {
  const { body, signature } = signedIn(value, "swap-take/1", "take");
  requireKnown(body, ["order", "taker", "recipient", "hashlock", "amount", "deadline"], "take.");
  const take: Take = {
    order: hashOf(body, "order", offerFault),
    taker: accountIn(body, "taker"),
    recipient: accountIn(body, "recipient"),
    hashlock: hashOf(body, "hashlock", offerFault),
    amount: amountOf(body, "amount", AMOUNT_BITS, offerFault),
    deadline: amountOf(body, "deadline", TIME_BITS, offerFault),
  };
  return { take, signature };
}

/**
 * Reads a signed withdrawal's JSON form. It is checked for its form alone: see `isWithdrawalSigned`.
 *
 * @throws `BadOffer` with the field and the reason
 */
export function decodeWithdrawal(value: unknown): SignedWithdrawal {
  const { body, signature } = signedIn(value, "swap-withdrawal/1", "withdrawal");
  requireKnown(body, ["maker", "nonce"], "withdrawal.");
  const withdrawal = { maker: accountIn(body, "maker"), nonce: amountOf(body, "nonce", 256, offerFault) };
  return { withdrawal, signature };
}

const ORDER_FIELDS = [
  ...["maker", "recipient", "gives", "wants", "minimumFill"],
  ...["deadline", "nonce", "taker", "lockTime"],
];

function signedIn(value: unknown, kind: string, name: string): { readonly body: Fields; readonly signature: Hex } {
  const fields = objectOf(value, name, offerFault);
  if (fields.tallystick !== kind) throw offerFault("tallystick", `${kind} is needed`);
  requireKnown(fields, ["tallystick", name, "signature"]);
  return { body: objectOf(fields[name], name, offerFault), signature: signatureOf(fields, offerFault) };
}

function legIn(order: Fields, side: "gives" | "wants"): Leg {
  const leg = objectOf(order[side], side, offerFault);
  requireKnown(leg, ["chainId", "hashLock", "asset", "amount", "confirmations"], `${side}.`);
  return {
    chainId: integerOf(leg, "chainId", Number.MAX_SAFE_INTEGER, offerFault),
    hashLock: accountIn(leg, "hashLock"),
    asset: assetIn(objectOf(leg.asset, `${side}.asset`, offerFault), side),
    amount: amountOf(leg, "amount", AMOUNT_BITS, offerFault),
    confirmations: integerOf(leg, "confirmations", MAX_CONFIRMATIONS, offerFault),
  };
}

/** Reads an asset's JSON form. */
export function assetIn(asset: Fields, side: string): Asset {
  const path = `${side}.asset.`;
  switch (asset.kind) {
    case "native":
      requireKnown(asset, ["kind"], path);
      return { kind: "native" };
    case "erc20":
      requireKnown(asset, ["kind", "token"], path);
      return { kind: "erc20", token: accountIn(asset, "token") };
    case "erc721":
    case "erc6909": {
      requireKnown(asset, ["kind", "token", "tokenId"], path);
      const tokenId = amountOf(asset, "tokenId", 256, offerFault);
      return { kind: asset.kind, token: accountIn(asset, "token"), tokenId };
    }
    default:
      throw offerFault(`${path}kind`, "native, erc20, erc721 or erc6909 is needed");
  }
}

function wireLeg({ asset, amount, ...leg }: Leg): WireLeg {
  return { ...leg, asset: wireAsset(asset), amount: String(amount) };
}

/** An asset in its JSON form. */
export function wireAsset(asset: Asset): WireAsset {
  return "tokenId" in asset ? { ...asset, tokenId: String(asset.tokenId) } : asset;
}

/**
 * An asset of a chain as one word, as relays are asked by it: `<chain>:native`, `<chain>:erc20:<token>`,
 * `<chain>:erc721:<token>:<id>`, `<chain>:erc6909:<token>:<id>`.
 */
export function assetKey({ chainId, asset }: Pick<Leg, "chainId" | "asset">): string {
  const token = asset.kind === "native" ? [] : [asset.token.toLowerCase()];
  const id = "tokenId" in asset ? [String(asset.tokenId)] : [];
  return [String(chainId), asset.kind, ...token, ...id].join(":");
}
