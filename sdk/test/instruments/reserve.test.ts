import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { yearFraction } from "../../src/instruments/dayCount.ts";
import { type ReserveTerms, releaseReserve, splitAdvance } from "../../src/instruments/reserve.ts";
import { assertRounded, dayCount, face, ratio, refusal, times, utc } from "../support/instruments.ts";

const DAY = 86_400n;
const at = utc("2026-03-02");

describe("advance and reserve", () => {
  it("SDK-246 are the face, the advance rounded down", () => {
    assert.deepEqual(splitAdvance(100_000n, 8_000n), { advance: 80_000n, reserve: 20_000n });
    assert.deepEqual(splitAdvance(101n, 8_500), { advance: 85n, reserve: 16n });
    assert.deepEqual(splitAdvance(0n, 1n), { advance: 0n, reserve: 0n });
    fc.assert(
      fc.property(face, fc.bigInt({ min: 0n, max: 10_000n }), (whole, bps) => {
        const { advance, reserve } = splitAdvance(whole, bps);
        assert.equal(advance + reserve, whole);
        assertRounded(advance, times(ratio(whole), ratio(bps, 10_000n)), "down");
      }),
    );
    assert.equal(refusal(() => splitAdvance(1n, 10_001n)).field, "advanceBps");
    assert.equal(refusal(() => splitAdvance(-1n, 1n)).field, "face");
  });

  // By hand: 80,000 of 100,000 for 90 days at 12 % by 360 is 2,400; a fee of 1.5 % of the face is 1,500.
  const terms: ReserveTerms = {
    face: 100_000n,
    advance: 80_000n,
    advancedAt: at,
    paid: 100_000n,
    paidAt: at + 90n * DAY,
    rateBps: 1_200n,
    dayCount: "actual/360",
    feeBps: 150n,
  };

  it("SDK-246 the reserve is released less interest and fee", () => {
    assert.deepEqual(releaseReserve(terms), {
      interest: 2_400n,
      fee: 1_500n,
      kept: 83_900n,
      released: 16_100n,
      missing: 0n,
    });
  });

  it("SDK-246 what is paid too little is the seller's loss first, then missing", () => {
    const paidOf = (paid: bigint) => {
      const { kept, released, missing } = releaseReserve({ ...terms, paid });
      return [kept, released, missing];
    };
    assert.deepEqual(paidOf(83_901n), [83_900n, 1n, 0n]);
    assert.deepEqual(paidOf(83_900n), [83_900n, 0n, 0n]);
    assert.deepEqual(paidOf(83_899n), [83_899n, 0n, 1n]);
    assert.deepEqual(paidOf(0n), [0n, 0n, 83_900n]);
  });

  it("SDK-246 every payment is divided to the unit, interest and fee rounded up", () => {
    const bps = fc.bigInt({ min: 0n, max: 10_000n });
    const held = fc.bigInt({ min: 0n, max: 2_000n * DAY });
    fc.assert(
      fc.property(face, bps, held, bps, bps, dayCount, face, (whole, part, wait, rateBps, feeBps, count, paid) => {
        const { advance } = splitAdvance(whole, part);
        const paidAt = at + wait;
        const done = releaseReserve({
          face: whole,
          advance,
          advancedAt: at,
          paid,
          paidAt,
          rateBps,
          dayCount: count,
          feeBps,
        });
        assert.equal(done.kept + done.released, paid);
        assert.equal(done.kept + done.missing, advance + done.interest + done.fee);
        assert.ok(done.released === 0n || done.missing === 0n);
        const time = yearFraction(at, paidAt, count);
        assertRounded(done.interest, times(ratio(advance * rateBps, 10_000n), time), "up");
        assertRounded(done.fee, ratio(whole * feeBps, 10_000n), "up");
      }),
    );
  });

  it("SDK-248 is refused for what makes no sense", () => {
    const bad = (changes: Partial<ReserveTerms>) => refusal(() => releaseReserve({ ...terms, ...changes })).field;
    assert.equal(bad({ advance: 100_001n }), "advance");
    assert.equal(bad({ paid: -1n }), "paid");
    assert.equal(bad({ paidAt: at - 1n }), "to");
    assert.equal(bad({ rateBps: 1.5 }), "rateBps");
    assert.equal(bad({ feeBps: 10_001n }), "feeBps");
  });
});
