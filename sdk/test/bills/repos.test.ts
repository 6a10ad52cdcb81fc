import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { encodeAbiParameters, hashTypedData, keccak256, stringToHex, toHex, zeroAddress } from "viem";
import {
  type RepoOffer,
  repoDueOn,
  repoOfferHash,
  repoOfferTypedData,
  repoPrice,
  shareRepo,
} from "../../src/bills/repos.ts";
import { decodeRepoOffer, encodeRepoOffer, parseRepoOffer } from "../../src/bills/repoWire.ts";
import { isTallystickError } from "../../src/errors.ts";
import { account } from "../support/billFace.ts";
import { refusal } from "../support/instruments.ts";

const offer: RepoOffer = {
  buyer: account("1"),
  seller: zeroAddress,
  token: account("3"),
  lot: 2n ** 255n + 1n,
  debtor: account("4"),
  limit: 2n ** 96n - 1n,
  rateBps: 360,
  haircutBps: 500,
  lastDay: 20_800,
  deadline: 1_796_000_000,
  salt: `0x${"5a".repeat(32)}`,
};
const place = { chainId: 31_337, repos: account("9") };
const signed = { offer, signature: `0x${"ab".repeat(65)}` } as const;

describe("offers of repos", () => {
  it("SDK-316 are hashed as EIP-712 has it, with all that is in them", () => {
    const type =
      "Offer(address buyer,address seller,address token,uint256 lot,address debtor,uint96 limit,uint16 rateBps,uint16 haircutBps,uint24 lastDay,uint40 deadline,bytes32 salt)";
    const words = ["bytes32", "address", "address", "address", "uint256", "address", "uint96"];
    const types = [...words, "uint16", "uint16", "uint24", "uint40", "bytes32"].map((each) => ({ type: each }));
    const body = keccak256(encodeAbiParameters(types, [keccak256(stringToHex(type)), ...Object.values(offer)]));
    const domainType = "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)";
    const domain = keccak256(
      encodeAbiParameters(
        ["bytes32", "bytes32", "bytes32", "uint256", "address"].map((each) => ({ type: each })),
        [
          ...[domainType, "Tallystick Repos", "1"].map((text) => keccak256(stringToHex(text))),
          ...[BigInt(place.chainId), place.repos],
        ],
      ),
    );
    const hash = repoOfferHash(place.chainId, place.repos, offer);
    assert.equal(hash, keccak256(`0x1901${domain.slice(2)}${body.slice(2)}`));
    assert.equal(hash, hashTypedData(repoOfferTypedData(place.chainId, place.repos, offer)));
    assert.notEqual(hash, repoOfferHash(1, place.repos, offer));
    assert.notEqual(hash, repoOfferHash(place.chainId, account("8"), offer));
    for (const field of Object.keys(offer) as (keyof RepoOffer)[]) {
      const value = offer[field];
      const other = typeof value === "string" ? toHex(BigInt(value) ^ 1n, { size: value.length / 2 - 1 }) : undefined;
      const changed = { ...offer, [field]: other ?? (typeof value === "bigint" ? value - 1n : Number(value) - 1) };
      assert.notEqual(repoOfferHash(place.chainId, place.repos, changed), hash, field);
    }
  });

  it("SDK-318 come back from their JSON form as they were, and are refused when anything is other or more", () => {
    const good = encodeRepoOffer(place, signed);
    assert.deepEqual(parseRepoOffer(place, JSON.stringify(good)), signed);
    const refused = (value: unknown) => {
      try {
        decodeRepoOffer(place, value);
      } catch (error) {
        assert.ok(isTallystickError(error, "BadOffer"), String(error));
        return error.details.field;
      }
      assert.fail("it was taken");
    };
    const cases: [value: object, field: string][] = [
      [{ tallystick: "ask/1" }, "tallystick"],
      [{ chainId: 1 }, "chainId"],
      [{ repos: account("8") }, "repos"],
      [{ signature: "0x" }, "signature"],
      [{ quotes: account("8") }, "quotes"],
      [{ offer: null }, "offer"],
      [{ offer: { ...good.offer, fee: 1 } }, "offer.fee"],
      [{ offer: { ...good.offer, buyer: "0x12" } }, "buyer"],
      [{ offer: { ...good.offer, lot: -1 } }, "lot"],
      [{ offer: { ...good.offer, limit: String(2n ** 96n) } }, "limit"],
      [{ offer: { ...good.offer, rateBps: 65_536 } }, "rateBps"],
      [{ offer: { ...good.offer, haircutBps: 10_000 } }, "haircutBps"],
      [{ offer: { ...good.offer, lastDay: 2 ** 24 } }, "lastDay"],
      [{ offer: { ...good.offer, deadline: 2 ** 40 } }, "deadline"],
      [{ offer: { ...good.offer, salt: "0x00" } }, "salt"],
    ];
    for (const [change, field] of cases) assert.equal(refused({ ...good, ...change }), field);
    for (const text of ["", "null", "[]", `${" ".repeat(40_001)}`]) {
      assert.throws(() => parseRepoOffer(place, text), { code: "BadOffer" });
    }
  });
});

describe("money of repos", () => {
  it("SDK-316 is price and interest by the day, rounded up, and is never lost when it is shared", () => {
    assert.equal(repoPrice({ haircutBps: 500 }, { open: 999_999n, paid: 7n }), 950_005n);
    assert.equal(repoPrice({ haircutBps: 9_999 }, { open: 9_999n, paid: 0n }), 0n);
    assert.equal(refusal(() => repoPrice({ haircutBps: 10_000 }, { open: 1n, paid: 0n })).field, "haircutBps");
    const start = { principal: 950_000n, charges: 0n, day: 20_000 };
    assert.deepEqual(repoDueOn(start, 360, 20_010), { principal: 950_000n, charges: 950n, day: 20_010 });
    assert.deepEqual(repoDueOn(start, 1, 20_001), { principal: 950_000n, charges: 1n, day: 20_001 });
    assert.deepEqual(repoDueOn(start, 360, 20_000), start);
    assert.equal(refusal(() => repoDueOn(start, 360, 19_999)).field, "day");
    assert.deepEqual(shareRepo(start, 360, 20_010, 951_000n), {
      ...{ toBuyer: 950_950n, toSeller: 50n, debt: { principal: 0n, charges: 0n, day: 20_010 } },
    });
    const sums = fc.bigInt({ min: 0n, max: 2n ** 96n });
    fc.assert(
      fc.property(sums, sums, fc.nat(65_535), fc.nat(4_000), (principal, amount, rateBps, days) => {
        const debt = { principal, charges: 0n, day: 10_000 };
        const due = repoDueOn(debt, rateBps, 10_000 + days);
        const exact = principal * BigInt(days * rateBps);
        assert.ok(due.charges * 3_600_000n >= exact && (due.charges - 1n) * 3_600_000n < exact);
        const { toBuyer, toSeller, debt: left } = shareRepo(debt, rateBps, 10_000 + days, amount);
        assert.equal(toBuyer + toSeller, amount);
        assert.equal(left.principal + left.charges + toBuyer, principal + due.charges);
        assert.ok(toSeller === 0n || left.principal + left.charges === 0n);
        assert.ok(left.principal === principal || left.charges === 0n);
      }),
    );
  });
});
