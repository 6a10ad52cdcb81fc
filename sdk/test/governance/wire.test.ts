import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { getAddress } from "viem";
import { decodeBallot, encodeBallot, type SignedBallot } from "../../src/governance/ballots.ts";
import { paramsOf } from "../../src/governance/choice.ts";
import { decodeDelegation, encodeDelegation } from "../../src/governance/power.ts";
import { decodeSponsorship, encodeSponsorship } from "../../src/governance/sponsorship.ts";
import { failureOf } from "../support/errors.ts";

const account = `0x${"ab".repeat(20)}` as const;
const signature = `0x${"12".repeat(65)}` as const;
const ballot: SignedBallot = {
  proposalId: 2n ** 256n - 1n,
  voter: getAddress(account),
  support: 255,
  params: paramsOf({ against: 1n, for: 2n, abstain: 3n }),
  deadline: 2 ** 48 - 1,
  signature,
};
const sponsorship = { proposalId: 7n, sponsor: account, deadline: 1_900_000_000, signature };
const delegation = { delegator: account, delegatee: account, nonce: 2n ** 64n, expiry: 1_900_000_000, signature };

interface Wire {
  readonly code: string;
  readonly decode: (value: unknown) => unknown;
  readonly good: object;
  readonly bad: readonly (readonly [field: string, value: unknown, reason: RegExp])[];
}

const number = /a whole number of 256 bits in digits is needed/;
const time = /a whole number up to 281474976710655 is needed/;
const bytes = /bytes in hexadecimal are needed/;
const address = /an address is needed/;

const wires: Readonly<Record<string, Wire>> = {
  ballot: {
    code: "BadBallot",
    decode: decodeBallot,
    good: encodeBallot(ballot),
    bad: [
      ["proposalId", 7, number],
      ["proposalId", "0x7", number],
      ["proposalId", (2n ** 256n).toString(), number],
      ["voter", "nobody", address],
      ["voter", undefined, address],
      ["support", 256, /a whole number up to 255/],
      ["support", 3, /it is no vote/],
      ["support", 1, /it is no vote/],
      ["params", "0x", /it is no vote/],
      ["params", "0x0", /at most 48 bytes/],
      ["params", `0x${"00".repeat(49)}`, /at most 48 bytes/],
      ["params", undefined, /at most 48 bytes/],
      ["deadline", -1, time],
      ["deadline", 2 ** 48, time],
      ["deadline", "soon", time],
      ["signature", "0x", bytes],
      ["signature", `0x${"00".repeat(20_000)}`, bytes],
    ],
  },
  sponsorship: {
    code: "BadSponsorship",
    decode: decodeSponsorship,
    good: encodeSponsorship(sponsorship),
    bad: [
      ["proposalId", "-1", number],
      ["sponsor", 1, address],
      ["deadline", 1.5, time],
      ["signature", null, bytes],
    ],
  },
  delegation: {
    code: "BadDelegation",
    decode: decodeDelegation,
    good: encodeDelegation(delegation),
    bad: [
      ["delegator", "0x12", address],
      ["delegatee", [], address],
      ["nonce", 1, number],
      ["expiry", null, time],
      ["signature", "1234", bytes],
    ],
  },
};

describe("what members sign, as JSON", () => {
  it("SDK-176 survives it", () => {
    const through = (value: object) => JSON.parse(JSON.stringify(value)) as unknown;
    assert.deepEqual(decodeBallot(through(encodeBallot({ ...ballot, by: "key" }))), ballot);
    const plain: SignedBallot = { ...ballot, support: 2, params: "0x" };
    assert.deepEqual(decodeBallot(through(encodeBallot(plain))), plain);
    const shouted = { ...encodeBallot(plain), voter: `0x${plain.voter.slice(2).toUpperCase()}` };
    assert.equal(decodeBallot(shouted).voter, plain.voter, "a wrong checksum");
    assert.deepEqual(decodeSponsorship(through(encodeSponsorship(sponsorship))), sponsorship);
    assert.deepEqual(decodeDelegation(through(encodeDelegation(delegation))), delegation);
  });

  for (const [name, { code, decode, good, bad }] of Object.entries(wires)) {
    it(`SDK-176 is refused with the field and the reason: a ${name}`, async () => {
      for (const [field, value, reason] of bad) {
        const failure = await failureOf((async () => decode({ ...good, [field]: value }))());
        assert.equal(failure.code, code);
        assert.match(failure.message, reason, `${field} ${JSON.stringify(value)}`);
        assert.ok(failure.message.includes(name));
      }
      for (const value of [undefined, null, 7, "text", []]) {
        const failure = await failureOf((async () => decode(value))());
        assert.match(failure.message, /an object is needed/);
      }
    });
  }
});
