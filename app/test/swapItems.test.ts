import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Network, networkOf } from "@tallystick/sdk/networks";
import { orderFaults } from "@tallystick/sdk/swaps/orderFaults";
import { type Address, getAddress, zeroAddress } from "viem";
import {
  emptyItem,
  type ItemFacts,
  type ItemState,
  itemIn,
  itemState,
  tokenNumber,
} from "../features/swaps/desk/item-draft.ts";
import {
  type DraftAbout,
  type DraftSide,
  draftFaults,
  emptyDraft,
  isDivisible,
  orderOf,
} from "../features/swaps/desk/order-draft.ts";
import { dictionaryOf, locales } from "../i18n/dictionary.ts";
import { lookup } from "../i18n/translate.ts";

const at = (digit: string): Address => getAddress(`0x${digit.repeat(40)}`);
const [maker, other, token] = [at("1"), at("2"), at("c")];
const a = networkOf(31_337, {});
const b = networkOf(31_338, {});
const now = 1_800_000_000;

const sideOf = (network: Network, asset: DraftSide["asset"], decimals?: number): DraftSide => ({
  ...{ chainId: network.chainId, asset, network, hashLock: at("a"), decimals },
});
const nft = (tokenId = 7n) => ({ kind: "erc721", token, tokenId }) as const;
const about = (gives: DraftSide, wants: DraftSide, states: Partial<DraftAbout> = {}): DraftAbout => ({
  ...{ maker, gives, wants, units: undefined, balance: undefined, now, nonce: 1n },
  ...states,
});
const sound = (order: ReturnType<typeof orderOf>) =>
  order &&
  orderFaults(order, {
    now: BigInt(now),
    chains: (chainId) => ({ hashLock: at("a"), timing: chainId === a.chainId ? a : b }),
  });

describe("single tokens in an own order", () => {
  const money = (network: Network) => sideOf(network, { kind: "native" }, 18);

  it("APP-226 are given whole for money, whatever stands as amount or minimum", () => {
    const giving = about(sideOf(a, nft()), money(b), { giveItem: "fine" });
    const order = orderOf({ ...emptyDraft, give: "3", want: "2", minimum: "0.1" }, giving);
    assert.deepEqual([order?.gives.asset, order?.gives.amount], [nft(), 1n]);
    assert.equal(order?.minimumFill, order?.wants.amount);
    assert.deepEqual(sound(order), []);
  });

  it("APP-226 are wanted whole for money or for another token", () => {
    const wanting = about(money(a), sideOf(b, nft()), { wantItem: "fine", balance: 10n ** 20n });
    const order = orderOf({ ...emptyDraft, give: "2", want: "9", minimum: "4" }, wanting);
    assert.deepEqual([order?.wants.asset, order?.wants.amount, order?.minimumFill], [nft(), 1n, 1n]);
    assert.equal(order?.gives.amount, 2n * 10n ** 18n);
    assert.deepEqual(sound(order), []);
    const swapping = about(sideOf(a, nft(1n)), sideOf(b, nft(2n)), { giveItem: "fine", wantItem: "fine" });
    assert.deepEqual(sound(orderOf(emptyDraft, swapping)), []);
  });

  it("APP-226 are not offered or wanted before the chain has said that they can be swapped", () => {
    const states: readonly (ItemState | undefined)[] = [undefined, "untyped", "reading", "down", "not-yours", "bound"];
    for (const giveItem of states) {
      const giving = about(sideOf(a, nft()), money(b), { giveItem });
      assert.deepEqual(draftFaults({ ...emptyDraft, want: "2" }, giving), ["giveItem"]);
      assert.equal(orderOf({ ...emptyDraft, want: "2" }, giving), undefined);
      const wanting = about(money(a), sideOf(b, nft()), { wantItem: giveItem });
      assert.deepEqual(draftFaults({ ...emptyDraft, give: "2" }, wanting), ["wantItem"]);
    }
  });

  it("APP-226 have no parts: nor has what is given for one", () => {
    assert.equal(isDivisible({ gives: money(a), wants: money(b) }), true);
    assert.equal(isDivisible({ gives: sideOf(a, nft()), wants: money(b) }), false);
    assert.equal(isDivisible({ gives: money(a), wants: sideOf(b, nft()) }), false);
  });
});

describe("a token that is named", () => {
  it("APP-226 is read from an address and a number, in digits or hexadecimal, and nothing else", () => {
    assert.deepEqual(itemIn({ token: ` ${token} `, number: " 12 " }), { token, tokenId: 12n });
    assert.deepEqual(itemIn({ token, number: "0xfF" }), { token, tokenId: 255n });
    assert.equal(itemIn(emptyItem), "untyped");
    assert.equal(itemIn({ token, number: "" }), "untyped");
    assert.equal(itemIn({ token: "", number: "1" }), "untyped");
    assert.equal(itemIn({ token: "0x12", number: "1" }), "bad-token");
    for (const number of ["-1", "1.5", "1e3", "0x", "x", "１", `0x1${"0".repeat(64)}`, "9".repeat(78), "1 2"]) {
      assert.equal(itemIn({ token, number }), "bad-number", number);
    }
    assert.equal(tokenNumber(String((1n << 256n) - 1n)), (1n << 256n) - 1n);
    assert.equal(tokenNumber(String(1n << 256n)), undefined);
  });

  it("APP-226 stands for its giver and for who wants it as the chains say", () => {
    const owned = (owner: Address) => ({ fault: undefined, owner, name: "N" }) as const;
    const state = (facts: Partial<ItemFacts>) =>
      itemState({ info: undefined, isDown: false, isElsewhere: false, account: maker, isGiven: true, ...facts });
    assert.equal(state({}), "reading");
    assert.equal(state({ isDown: true }), "down");
    assert.equal(state({ info: owned(maker) }), "fine");
    assert.equal(state({ info: owned(other) }), "not-yours");
    assert.equal(state({ info: owned(other), isGiven: false }), "fine");
    assert.equal(state({ info: owned(maker), isGiven: false }), "yours");
    assert.equal(state({ info: owned(zeroAddress) }), "not-yours");
    assert.equal(state({ info: { fault: "no-contract" } }), "no-contract");
    assert.equal(state({ info: { fault: "no-contract" }, isElsewhere: true }), "other-chain");
    for (const fault of ["not-erc721", "no-such-token", "bound"] as const) {
      assert.equal(state({ info: { fault }, isElsewhere: true }), fault);
    }
  });

  it("APP-226 is told of in a sentence however it stands, in both languages", () => {
    const states: readonly ItemState[] = [
      ...(["untyped", "bad-token", "bad-number", "reading", "down", "other-chain", "not-yours", "yours"] as const),
      ...(["fine", "no-contract", "not-erc721", "no-such-token", "bound"] as const),
    ];
    for (const locale of locales) {
      for (const state of states) assert.ok(lookup(dictionaryOf(locale), `swaps.item_${state}`), state);
    }
  });
});
