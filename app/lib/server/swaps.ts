import type { Call } from "@tallystick/sdk/chain/call";
import type { Deployment, Network } from "@tallystick/sdk/networks";
import { claimLock, lockWithAuthorization, refundLock, refundLockEarly } from "@tallystick/sdk/swaps/hashLock";
import type { Asset, Lock } from "@tallystick/sdk/swaps/lock";
import type { Address } from "viem";
import { account, big, fields, oneOf, readable, signature, word } from "../wire.ts";
import type { Relayable } from "./relay-route.ts";
import { isSponsored } from "./sponsored.ts";

/** What ends or makes a lock, as anybody may send it: it pays the fixed parties, or is signed by who pays. */
export type SwapAct =
  | { readonly act: "claim"; readonly lock: Lock; readonly preimage: `0x${string}` }
  | { readonly act: "refund"; readonly lock: Lock }
  /** A refund before its time, by the recipient's word. */
  | { readonly act: "early"; readonly lock: Lock; readonly deadline: bigint; readonly signature: `0x${string}` }
  | {
      readonly act: "lock";
      readonly lock: Lock;
      readonly payer: Address;
      readonly validAfter: bigint;
      readonly validBefore: bigint;
      readonly signature: `0x${string}`;
    };

function assetOf(value: unknown): Asset {
  const asset = fields(value);
  const kind = asset["kind"];
  if (kind === "native") return { kind };
  const token = account(asset["token"]);
  if (kind === "erc20") return { kind, token };
  const tokenId = big(asset["tokenId"], 256);
  return { kind: oneOf(kind, ["erc721", "erc6909"]), token, tokenId };
}

function lockOf(value: unknown): Lock {
  const lock = fields(value);
  return {
    asset: assetOf(lock["asset"]),
    amount: big(lock["amount"], 256),
    hashlock: word(lock["hashlock"]),
    recipient: account(lock["recipient"]),
    refundee: account(lock["refundee"]),
    timelock: big(lock["timelock"], 40),
    tip: big(lock["tip"], 128),
    salt: big(lock["salt"], 88),
  };
}

/** The act in a request's JSON; undefined when it is none. */
export function swapActOf(value: unknown): SwapAct | undefined {
  return readable(() => {
    const told = fields(value);
    const lock = lockOf(told["lock"]);
    const act = oneOf(told["act"], ["claim", "refund", "early", "lock"]);
    if (act === "refund") return { act, lock };
    if (act === "early")
      return { act, lock, deadline: big(told["deadline"], 40), signature: signature(told["signature"]) };
    if (act === "lock") {
      const validAfter = big(told["validAfter"], 256);
      const validBefore = big(told["validBefore"], 256);
      return {
        act,
        lock,
        payer: account(told["payer"]),
        validAfter,
        validBefore,
        signature: signature(told["signature"]),
      };
    }
    return { act, lock, preimage: word(told["preimage"]) };
  });
}

/**
 * Gas of an act at most: what it takes for an account that never had any of it, a tip included, and a wallet that counts
 * what it gets. A recipient may be made to waste all that it is given, at the site's expense.
 */
export function gasOfSwap({ lock: { asset }, act }: SwapAct): bigint {
  if (act === "lock") return 160_000n;
  return { native: 80_000n, erc20: 100_000n, erc721: 120_000n, erc6909: 150_000n }[asset.kind];
}

/**
 * Whether the site pays the gas of a swap's act: of ether, of tokens that it knows and of lots of this house. To make one up
 * without end, somebody would have to lock each time, which costs him about as much gas as the claim costs the site
 * (`gasOfSwap`). A token it does not know may be made to waste gas.
 */
export function maySendSwap({ lock, act }: SwapAct, network: Network): boolean {
  const { asset, amount } = lock;
  if (asset.kind === "native") return act !== "lock" && amount > 0n;
  if (asset.kind === "erc20") return isSponsored({ token: asset.token, amount }, network);
  return asset.kind === "erc6909" && asset.token.toLowerCase() === network.deployment?.lots.toLowerCase();
}

/** The call that an act comes to. */
function callOfAct({ hashLock }: Deployment, told: SwapAct): Call {
  if (told.act === "claim") return claimLock(hashLock, told.lock, told.preimage);
  if (told.act === "refund") return refundLock(hashLock, told.lock);
  if (told.act === "early") return refundLockEarly(hashLock, told.lock, told);
  return lockWithAuthorization(hashLock, told.lock, told);
}

/** An act of a swap, ready for the relayer. */
export function relayableSwap(value: unknown): Relayable | undefined {
  const told = swapActOf(value);
  if (!told) return undefined;
  return {
    call: (contracts) => callOfAct(contracts, told),
    mayPay: ({ network }) => maySendSwap(told, network),
    mostGas: gasOfSwap(told),
  };
}
