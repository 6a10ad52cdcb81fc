import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import {
  type Address,
  concat,
  encodeAbiParameters,
  type Hex,
  keccak256,
  stringToHex,
  zeroAddress,
  zeroHash,
} from "viem";
import { isTallystickError } from "../../src/errors.ts";
import { KIND } from "../../src/instruments/links.ts";
import { askFaults, bidFaults } from "../../src/instruments/offerFaults.ts";
import {
  advancePrice,
  askCost,
  bidCost,
  type ClaimFacts,
  rankAsks,
  rankBids,
  salePrice,
  soldUnits,
} from "../../src/instruments/offerPrices.ts";
import { type Ask, askHash, type Bid, bidHash, quotesDomain, randomSalt } from "../../src/instruments/offers.ts";
import { decodeOffer, encodeAsk, encodeBid, parseOffer } from "../../src/instruments/offerWire.ts";
import type { ReceivableTerms } from "../../src/instruments/terms.ts";
import { refusal, utc } from "../support/instruments.ts";

const account = (digit: string): Address => `0x${digit.repeat(40)}`;
const quotes = account("9");
const word = `0x${"ab".repeat(32)}` as const;
const signature = `0x${"12".repeat(65)}` as const;
const ask: Ask = {
  seller: account("1"),
  buyer: zeroAddress,
  lot: 2n ** 256n - 1n,
  version: word,
  units: 2 ** 40 - 1,
  price: 2n ** 96n - 1n,
  pricing: { rateBps: 600, feeBps: 25 },
  kind: KIND.withRecourse,
  deadline: 2 ** 40 - 1,
  salt: zeroHash,
};
const bid: Bid = {
  buyer: account("2"),
  token: account("3"),
  debtor: account("4"),
  seller: zeroAddress,
  lot: 0n,
  limit: 10n ** 12n,
  maxDays: 90,
  pricing: { rateBps: 600, feeBps: 25 },
  kind: KIND.withoutRecourse,
  evidence: 6,
  advanceBps: 10_000,
  deadline: 2_000_000_000,
  salt: word,
};
const place = { chainId: 31337, quotes };

// The contract's own way, written out.
const PRICING = "Pricing(uint16 rateBps,uint16 feeBps)";
const hash = (text: string): Hex => keccak256(stringToHex(text));
const words = (...values: readonly (bigint | number | Hex)[]): Hex =>
  concat(values.map((value) => `0x${BigInt(value).toString(16).padStart(64, "0")}` as Hex));
function digest(struct: Hex): Hex {
  const { name, version } = quotesDomain(31337, quotes);
  const type = "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)";
  const types = [
    { type: "bytes32" },
    { type: "bytes32" },
    { type: "bytes32" },
    { type: "uint256" },
    { type: "address" },
  ] as const;
  const domain = keccak256(encodeAbiParameters(types, [hash(type), hash(name), hash(version), 31337n, quotes]));
  return keccak256(concat(["0x1901", domain, struct]));
}
const pricingHash = ({ rateBps, feeBps }: Ask["pricing"]): Hex => keccak256(words(hash(PRICING), rateBps, feeBps));

describe("offers", () => {
  it("SDK-260 are known by the EIP-712 digest of all that they say", () => {
    const askType = `Ask(address seller,address buyer,uint256 lot,bytes32 version,uint40 units,uint96 price,Pricing pricing,uint8 kind,uint40 deadline,bytes32 salt)${PRICING}`;
    const { seller, buyer, lot, version, units, price, pricing, kind, deadline, salt } = ask;
    const askStruct = words(
      hash(askType),
      seller,
      buyer,
      lot,
      version,
      units,
      price,
      pricingHash(pricing),
      kind,
      deadline,
      salt,
    );
    assert.equal(askHash(31337, quotes, ask), digest(keccak256(askStruct)));
    const bidType = `Bid(address buyer,address token,address debtor,address seller,uint256 lot,uint96 limit,uint40 maxDays,Pricing pricing,uint8 kind,uint8 evidence,uint16 advanceBps,uint40 deadline,bytes32 salt)${PRICING}`;
    const bidStruct = words(
      ...[hash(bidType), bid.buyer, bid.token, bid.debtor, bid.seller, bid.lot, bid.limit, bid.maxDays],
      ...[pricingHash(bid.pricing), bid.kind, bid.evidence, bid.advanceBps, bid.deadline, bid.salt],
    );
    assert.equal(bidHash(31337, quotes, bid), digest(keccak256(bidStruct)));
    const changes: readonly Partial<Bid>[] = [
      ...[{ limit: 1n }, { maxDays: 1 }, { evidence: 0 }, { advanceBps: 1 }, { kind: KIND.withRecourse }],
      ...[{ salt: zeroHash }, { deadline: 1 }, { pricing: { rateBps: 25, feeBps: 600 } }],
    ];
    const hashes = new Set(changes.map((change) => bidHash(31337, quotes, { ...bid, ...change })));
    assert.equal(hashes.size, changes.length);
    assert.equal(hashes.has(bidHash(31337, quotes, bid)), false);
    assert.notEqual(bidHash(31338, quotes, bid), bidHash(31337, quotes, bid));
    assert.match(randomSalt(), /^0x[0-9a-f]{64}$/);
    assert.notEqual(randomSalt(), randomSalt());
  });

  it("SDK-261 survive their JSON form and their text", () => {
    const asked = { ask, signature } as const;
    const given = { bid, signature } as const;
    for (const [offer, wire] of [
      [asked, encodeAsk(place, asked)],
      [given, encodeBid(place, given)],
    ] as const) {
      assert.deepEqual(decodeOffer(place, JSON.parse(JSON.stringify(wire))), offer);
      assert.deepEqual(parseOffer(place, JSON.stringify(wire)), offer);
    }
  });

  it("SDK-261 are refused with the field and the reason when anything in them is wrong", () => {
    const number = (bits: number) => `a whole number of ${bits} bits in digits is needed`;
    const upTo = (max: number) => `a whole number up to ${max} is needed`;
    const sides = (offer: "ask" | "bid") =>
      offer === "ask" ? encodeAsk(place, { ask, signature }) : encodeBid(place, { bid, signature });
    const refused = (value: unknown): readonly [unknown, unknown] => {
      try {
        decodeOffer(place, value);
      } catch (error) {
        assert.ok(isTallystickError(error, "BadOffer"), String(error));
        return [error.details.field, error.details.reason];
      }
      assert.fail(`${JSON.stringify(value)} was taken`);
    };
    const inner: readonly (readonly ["ask" | "bid", string, unknown, string])[] = [
      ["ask", "seller", "nobody", "an address is needed"],
      ["ask", "buyer", undefined, "an address is needed"],
      ["ask", "lot", 7, number(256)],
      ["ask", "lot", "0x7", number(256)],
      ["ask", "lot", "-1", number(256)],
      ["ask", "lot", String(2n ** 256n), number(256)],
      ["ask", "version", "0x12", "32 bytes are needed"],
      ["ask", "units", 2 ** 40, upTo(2 ** 40 - 1)],
      ["ask", "units", 1.5, upTo(2 ** 40 - 1)],
      ["ask", "price", String(2n ** 96n), number(96)],
      ["ask", "kind", 3, "it is either 1 (with recourse) or 2 (without)"],
      ["ask", "kind", 0, "it is either 1 (with recourse) or 2 (without)"],
      ["ask", "kind", 9, upTo(4)],
      ["ask", "deadline", "soon", upTo(2 ** 40 - 1)],
      ["ask", "salt", null, "32 bytes are needed"],
      ["bid", "token", {}, "an address is needed"],
      ["bid", "limit", "1e3", number(96)],
      ["bid", "maxDays", -1, upTo(2 ** 40 - 1)],
      ["bid", "evidence", 16, upTo(15)],
      ["bid", "advanceBps", 10_001, upTo(10_000)],
    ];
    for (const [kind, field, value, reason] of inner) {
      const wire = JSON.parse(JSON.stringify(sides(kind)));
      wire[kind][field] = value;
      assert.deepEqual(refused(wire), [field, reason], `${kind} ${field} ${String(value)}`);
    }
    const good = JSON.parse(JSON.stringify(sides("bid")));
    const outer: readonly (readonly [object, string, string | RegExp])[] = [
      [{ tallystick: "bid/2" }, "tallystick", "it is no offer"],
      [{ tallystick: "ask/1" }, "bid", "it is not known"],
      [{ chainId: 1 }, "chainId", "it is for chain 1, not 31337"],
      [{ chainId: "31337" }, "chainId", /a whole number/],
      [{ quotes: account("8") }, "quotes", `it is for ${account("8")}, not ${quotes}`],
      [{ signature: "0x" }, "signature", "bytes in hexadecimal are needed"],
      [{ signature: `0x${"00".repeat(20_000)}` }, "signature", "bytes in hexadecimal are needed"],
      [{ price: "1" }, "price", "it is not known"],
      [{ bid: null }, "bid", "an object is needed"],
      [{ bid: { ...good.bid, discount: "none" } }, "bid.discount", "it is not known"],
      [{ bid: { ...good.bid, pricing: { rateBps: 1 } } }, "feeBps", upTo(10_000)],
      [{ bid: { ...good.bid, pricing: { rateBps: 65_536, feeBps: 1 } } }, "rateBps", upTo(65_535)],
      [{ bid: { ...good.bid, pricing: { rateBps: 1, feeBps: 1, bonus: 1 } } }, "pricing.bonus", "it is not known"],
      [{ bid: { ...good.bid, pricing: [] } }, "pricing", "an object is needed"],
    ];
    for (const [change, field, reason] of outer) {
      const [at, why] = refused({ ...good, ...change });
      assert.equal(at, field);
      if (typeof reason === "string") assert.equal(why, reason);
      else assert.match(String(why), reason);
    }
    for (const value of [undefined, null, 7, "bid/1", [], [good]]) assert.ok(refused(value));
    for (const text of ["", "{", "null", '"x"', `${" ".repeat(40_001)}`, '{"__proto__":{"tallystick":"bid/1"}}']) {
      assert.throws(() => parseOffer(place, text), { code: "BadOffer" }, text.slice(0, 40));
    }
  });
});

describe("prices of offers", () => {
  const at = utc("2026-03-01T12:00:00");
  const claim: ClaimFacts = { units: 1_000, dueAt: utc("2026-05-30T23:59:59"), open: 1_000_000n, paid: 0n };

  it("SDK-262 come to what the contract's formula says, to the unit", () => {
    // Ninety days: 1,000,000 at 6 % less 0.25 %.
    const sale = salePrice({ rateBps: 600, feeBps: 25 }, claim, 0, at);
    assert.deepEqual([sale.discount, sale.fee, sale.price, sale.worth], [15_000n, 2_463n, 982_537n, 1_000_000n]);
    const part = salePrice({ rateBps: 600, feeBps: 25 }, { ...claim, open: 999_999n, paid: 7n }, 333, at);
    assert.deepEqual([part.open, part.paid, part.worth], [332_999n, 2n, 333_001n]);
    assert.equal(part.price, part.open - part.discount - part.fee + part.paid);
    assert.deepEqual(soldUnits(claim, 1_000), soldUnits(claim));
    // On the last day there is no discount, and what is paid goes at par.
    const last = salePrice({ rateBps: 60_000, feeBps: 0 }, { ...claim, open: 0n, paid: 5n }, 0, utc("2026-05-30"));
    assert.deepEqual([last.price, last.discount], [5n, 0n]);
    assert.equal(refusal(() => salePrice({ rateBps: 600, feeBps: 0 }, claim, 1_001, at)).field, "units");
    assert.equal(refusal(() => salePrice({ rateBps: 600, feeBps: 0 }, claim, 0, utc("2026-05-31"))).field, "at");
    assert.equal(refusal(() => salePrice({ rateBps: 40_000, feeBps: 0 }, claim, 0, at)).field, "rateBps");
    assert.equal(refusal(() => salePrice({ rateBps: 0, feeBps: 10_001 }, claim, 0, at)).field, "feeBps");
    assert.deepEqual(
      refusal(() => salePrice({ rateBps: 0, feeBps: 10_000 }, claim, 0, at)),
      {
        field: "units",
        reason: "they would cost nothing",
      },
    );
    const amount = fc.bigInt({ min: 0n, max: 2n ** 94n });
    const units = fc.integer({ min: 1, max: 2 ** 40 - 1 });
    fc.assert(
      fc.property(
        amount,
        amount,
        units,
        fc.nat(),
        fc.nat(6_000),
        fc.nat(9_999),
        fc.nat(500),
        (open, paid, whole, cut, rate, fee, days) => {
          const part = cut % (whole + 1);
          const of = BigInt(part === 0 ? whole : part);
          const facts = { units: whole, dueAt: at + BigInt(days) * 86_400n, open, paid };
          const [ours, theirs] = [(open * of) / BigInt(whole), (paid * of) / BigInt(whole)];
          const gross = (ours * (3_600_000n - BigInt(days * rate))) / 3_600_000n;
          const price = gross - (gross * BigInt(fee) + 9_999n) / 10_000n + theirs;
          if (days * rate >= 3_600_000 || price === 0n) return;
          assert.equal(salePrice({ rateBps: rate, feeBps: fee }, facts, part, at).price, price);
        },
      ),
    );
  });

  it("SDK-262 of an advance leave the seller the rest, less interest and fee", () => {
    const advanced = { pricing: { rateBps: 720, feeBps: 50 }, advanceBps: 8_000 };
    const price = advancePrice(advanced, claim, 0, at);
    assert.deepEqual([price.advance, price.fee, price.interest, price.rest], [800_000n, 5_000n, 14_400n, 180_600n]);
    assert.equal(price.advance + price.fee + price.interest + price.rest, price.worth);
    const dear = advancePrice({ pricing: { rateBps: 65_535, feeBps: 0 }, advanceBps: 9_999 }, claim, 0, at);
    assert.equal(dear.rest, 0n);
    assert.equal(refusal(() => advancePrice({ ...advanced, advanceBps: 10_000 }, claim, 0, at)).field, "advanceBps");
    assert.equal(
      refusal(() => advancePrice({ ...advanced, advanceBps: 1 }, { ...claim, open: 9_999n }, 0, at)).field,
      "units",
    );
  });

  it("SDK-263 are compared by what they cost a year, the cheapest first", () => {
    const sale = (rateBps: number, feeBps = 0) => ({ pricing: { rateBps, feeBps }, advanceBps: 10_000 });
    const dear = sale(900);
    const cheap = sale(600);
    const withFee = sale(500, 26);
    const advance = { pricing: { rateBps: 720, feeBps: 50 }, advanceBps: 8_000 };
    const ranked = rankBids([dear, advance, withFee, cheap], claim, 0, at);
    assert.deepEqual(
      ranked.map(({ offer }) => offer),
      [cheap, withFee, dear, advance],
    );
    const [first] = ranked;
    assert.deepEqual([first?.proceeds, first?.later, first?.charge], [985_000n, 0n, 15_000n]);
    // 15,000 on 985,000 for 90 of 360 days.
    assert.equal(first?.simpleBps, 610n);
    assert.equal(first?.effectiveBps, 633n);
    const last = ranked.at(-1);
    assert.deepEqual([last?.proceeds, last?.later, last?.charge, last?.lent], [800_000n, 180_600n, 19_400n, 800_000n]);
    assert.equal(last?.simpleBps, 970n);
    // What was paid already is not lent.
    assert.equal(bidCost(cheap, { ...claim, paid: 1_000_000n }, 0, at).simpleBps, 610n);
    // With no day left only the fee counts; what can't be priced is left out.
    const today = rankBids([sale(0, 10), sale(900, 5), sale(0, 10_000)], claim, 0, utc("2026-05-30"));
    assert.deepEqual(
      today.map(({ proceeds, simpleBps, effectiveBps }) => [proceeds, simpleBps, effectiveBps]),
      [
        [999_500n, undefined, undefined],
        [999_000n, undefined, undefined],
      ],
    );
    assert.deepEqual(rankBids([cheap], claim, 0, utc("2026-06-01")), []);
    // A cost beyond all telling is named by its charge alone.
    const tomorrow = bidCost(sale(0, 9_000), claim, 0, utc("2026-05-29"));
    assert.deepEqual([tomorrow.charge, tomorrow.effectiveBps], [900_000n, undefined]);
  });

  it("SDK-263 of asks are compared by what they bring their buyer", () => {
    const priced = { price: 990_000n, pricing: { rateBps: 0, feeBps: 0 }, units: 0 };
    const byRate = { price: 0n, pricing: { rateBps: 600, feeBps: 0 }, units: 500 };
    const atLoss = { price: 1_000_001n, pricing: { rateBps: 0, feeBps: 0 }, units: 0 };
    const late = { ask: byRate, claim: { ...claim, dueAt: utc("2026-02-01") } };
    const offers = [priced, atLoss, byRate].map((each) => ({ ask: each, claim }));
    const ranked = rankAsks([late, ...offers], at);
    assert.deepEqual(
      ranked.map(({ offer }) => offer.ask),
      [byRate, priced, atLoss],
    );
    assert.deepEqual([ranked[0]?.proceeds, ranked[0]?.effectiveBps, ranked[2]?.charge], [492_500n, 633n, -1n]);
    assert.equal(askCost(priced, late.claim, at).effectiveBps, undefined);
  });
});

describe("taking an offer", () => {
  const now = Number(utc("2026-03-01"));
  const terms: ReceivableTerms = {
    debtor: bid.debtor,
    creditor: account("1"),
    token: bid.token,
    dueAt: Number(utc("2026-05-30")),
    units: 1_000,
    unit: 1_000n,
    maxTier: 0,
    lateBps: 0,
    graceDays: 0,
    number: zeroHash,
    document: zeroHash,
    order: zeroHash,
    orderAmount: 0n,
  };
  const claim = {
    lot: 5n,
    holder: account("1"),
    units: 1_000,
    status: "confirmed",
    dueAt: terms.dueAt,
    open: 1_000_000n,
    paid: 0n,
  } as const;
  const standing = { filled: 0n, isCancelled: false };
  const facts = { now, terms, claim, standing, seller: account("1"), units: 0, streams: 15 };
  const own: Ask = { ...ask, lot: 5n, units: 0, price: 0n };
  const asked = { now, terms, claim, standing, buyer: account("2"), version: word };

  it("SDK-264 is told to fail for what the contract would refuse, and for nothing else", () => {
    assert.deepEqual(bidFaults(bid, facts), []);
    assert.deepEqual(bidFaults({ ...bid, advanceBps: 8_000, pricing: { rateBps: 65_000, feeBps: 0 } }, facts), []);
    const nobody = { debtor: zeroAddress, seller: zeroAddress, lot: 0n };
    const bids: readonly (readonly [Partial<Bid>, Partial<typeof facts>, string])[] = [
      [{ deadline: now - 1 }, {}, "Quotes_Expired"],
      [{}, { standing: { filled: 0n, isCancelled: true } }, "Quotes_Cancelled"],
      [nobody, {}, "Quotes_ForAnything"],
      [{}, { seller: account("7") }, "Lots_NotHolder"],
      [{ token: account("7") }, {}, "Quotes_OtherToken"],
      [{ debtor: account("7") }, {}, "Quotes_OtherDebtor"],
      [{ seller: account("7") }, {}, "Quotes_NotSeller"],
      [{ lot: 6n }, {}, "Quotes_OtherLot"],
      [{}, { units: 1_001 }, "Quotes_BadUnits"],
      [{ maxDays: 89 }, {}, "Quotes_TooLong"],
      [{ evidence: 6 }, { streams: 13 }, "Quotes_EvidenceMissing"],
      [{ limit: 1_500_000n }, { standing: { filled: 500_001n, isCancelled: false } }, "Quotes_BeyondLimit"],
      [{ buyer: bid.debtor, kind: KIND.withRecourse }, {}, "Quotes_BadKind"],
      [{ buyer: bid.debtor, advanceBps: 8_000 }, {}, "Quotes_BadAdvance"],
      [{ pricing: { rateBps: 40_000, feeBps: 0 } }, {}, "Quotes_BadPricing"],
      [{ pricing: { rateBps: 0, feeBps: 10_000 } }, {}, "Quotes_NoPrice"],
    ];
    for (const [change, other, fault] of bids) {
      assert.deepEqual(bidFaults({ ...bid, ...change }, { ...facts, ...other }), [fault]);
    }
    const late = { ...claim, status: "overdue", dueAt: now - 1 } as const;
    assert.deepEqual(bidFaults(bid, { ...facts, claim: late }), ["Quotes_WrongStatus"]);
    const tiny = { ...claim, open: 1n };
    assert.deepEqual(bidFaults({ ...bid, advanceBps: 1 }, { ...facts, claim: tiny }), ["Quotes_NoPrice"]);

    assert.deepEqual(askFaults(own, asked), []);
    const asks: readonly (readonly [Partial<Ask>, Partial<typeof asked>, string])[] = [
      [{ deadline: now - 1 }, {}, "Quotes_Expired"],
      [{ buyer: account("7") }, {}, "Quotes_NotBuyer"],
      [{ seller: account("7") }, {}, "Lots_NotHolder"],
      [{ lot: 6n }, {}, "Quotes_OtherLot"],
      [{}, { version: zeroHash as typeof word }, "Quotes_Changed"],
      [{ units: 1_001, price: 1n }, {}, "Quotes_BadUnits"],
      [{}, { buyer: bid.debtor }, "Quotes_BadKind"],
    ];
    for (const [change, other, fault] of asks) {
      assert.deepEqual(askFaults({ ...own, ...change }, { ...asked, ...other }), [fault]);
    }
    assert.deepEqual(askFaults(own, { ...asked, claim: late }), ["Quotes_WrongStatus"]);
    assert.deepEqual(askFaults({ ...own, price: 1n }, { ...asked, claim: late }), []);
    assert.deepEqual(askFaults({ ...own, price: 1n }, { ...asked, claim: { ...claim, status: "paid" } }), [
      "Quotes_WrongStatus",
    ]);
  });
});
