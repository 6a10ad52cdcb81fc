import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { KeyRequest } from "@tallystick/sdk/gateway/typedData";
import { type Standing, whyDenied } from "../src/keys/standing.ts";

const READER = "0x00000000000000000000000000000000000A11ce";
const NOW = 1_000_000;

type Changes = {
  standing?: Partial<Standing>;
  right?: Partial<Standing["right"]>;
  request?: Partial<KeyRequest>;
  now?: number;
};

function why({ standing = {}, right = {}, request = {}, now = NOW }: Changes): string | undefined {
  const active = { until: NOW + 1, segments: 0b11, fromVersion: 1, laterVersions: true, revoked: false };
  return whyDenied(
    { reader: READER, version: 1, segments: 0b11, ...request },
    {
      blockNumber: 7n,
      timestamp: BigInt(NOW),
      versions: 2,
      head: 1n,
      owner: "0x0000000000000000000000000000000000000B0b",
      granted: true,
      right: { ...active, ...right },
      ...standing,
    },
    now,
  );
}

describe("whyDenied", () => {
  it("GTW-20 lets a reader pass whom the chain lets read", () => {
    assert.equal(why({}), undefined);
  });

  it("GTW-34 denies from the second at which a right is over, by either clock", () => {
    assert.equal(why({ now: NOW + 1 }), "right-ended");
    assert.equal(why({ standing: { timestamp: BigInt(NOW + 1) } }), "right-ended");
  });

  it("GTW-21 never grants what the chain does not, however the right looks", () => {
    assert.equal(why({ standing: { granted: false } }), "no-right");
  });

  it("GTW-21 tells a missing version from a missing segment", () => {
    assert.equal(why({ standing: { granted: false }, right: { fromVersion: 2 } }), "version-not-included");
    assert.equal(
      why({ standing: { granted: false }, right: { laterVersions: false }, request: { version: 2 } }),
      "version-not-included",
    );
    assert.equal(why({ standing: { granted: false }, request: { segments: 0x8000_0001 } }), "segment-not-included");
  });

  it("GTW-21 names revocation, no right at all, and an unknown data set", () => {
    assert.equal(why({ right: { revoked: true, until: NOW } }), "right-revoked");
    assert.equal(why({ right: { until: 0 } }), "no-right");
    assert.equal(why({ standing: { versions: 0 } }), "unknown-dataset");
  });

  it("GTW-20 lets the owner read every version that there is, and no other", () => {
    const owner = { owner: READER, granted: false } as const;
    assert.equal(why({ standing: owner, right: { until: 0 }, request: { version: 2 } }), undefined);
    assert.equal(why({ standing: owner, right: { until: 0 }, request: { version: 3 } }), "version-not-included");
  });
});
