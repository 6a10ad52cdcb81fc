import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, describe, it } from "node:test";
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { bytesToHex, type Hex, numberToHex } from "viem";
import { type BuiltManifest, buildManifest, type UploadedSegment } from "../../src/data/buildManifest.ts";
import { type Bytes, randomBytes, sha256, utf8 } from "../../src/data/bytes.ts";
import { canonicalBytes, canonicalJson, type Json } from "../../src/data/canonical.ts";
import { rawCid } from "../../src/data/cid.ts";
import { cipherSize, MAX_MANIFEST_SIZE, RECORD_SIZE } from "../../src/data/format.ts";
import { keyPairFromSeed, randomSeed } from "../../src/data/keyPair.ts";
import { keyCommitment, randomKey, segmentKey } from "../../src/data/keys.ts";
import type { Manifest } from "../../src/data/manifest.ts";
import { fileNameFault, lineFault } from "../../src/data/names.ts";
import { parseManifest, validateManifest } from "../../src/data/parseManifest.ts";
import { type AnchoredVersion, verifiedLeaves, verifyManifest } from "../../src/data/verifyManifest.ts";
import { codeOf, failureOf } from "../support/errors.ts";

const MARKET = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
const PUBLISHER = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";
const place = { chainId: 31337, market: MARKET, dataset: 7n, version: 1 } as const;

async function segmentOf(master: Bytes, index: number, chunks: number): Promise<UploadedSegment> {
  const plainSize = chunks * RECORD_SIZE - 5;
  return {
    name: `part-${index}.csv`,
    mediaType: "text/csv",
    plainSize,
    size: cipherSize(plainSize),
    cid: rawCid(bytesToHex(randomBytes(32))),
    salt: randomKey(),
    commitment: await keyCommitment(await segmentKey(master, index)),
    leaves: Array.from({ length: chunks }, () => randomKey()),
  };
}

async function built(chunks: readonly number[] = [2, 1]): Promise<BuiltManifest> {
  const master = randomKey();
  const { publicKey } = await keyPairFromSeed(randomSeed());
  return buildManifest({
    place,
    publisher: PUBLISHER,
    about: {
      title: "Wärme & <script>alert(1)</script>",
      description: "One\nTwo",
      language: "en",
      keywords: ["heat"],
      licence: { spdx: "CC-BY-4.0" },
    },
    createdAt: new Date(0),
    segments: await Promise.all(chunks.map((count, i) => segmentOf(master, i, count))),
    master,
    keepers: { threshold: 1, list: [{ address: PUBLISHER, publicKey, url: "http://127.0.0.1:8787" }] },
    owner: { account: PUBLISHER, publicKey },
  });
}

function anchored({ anchor }: BuiltManifest): AnchoredVersion {
  return { ...place, publisher: PUBLISHER, anchor };
}

const noBlock = (): Promise<never> => assert.fail("no block is needed");

/** The manifest with some members changed, as canonical bytes. */
function changed(manifest: Manifest, change: (copy: Record<string, Json>) => void): Bytes {
  const copy = structuredClone(manifest) as unknown as Record<string, Json>;
  change(copy);
  return canonicalBytes(copy);
}

type Part = Record<string, Json>;
const segment = (copy: Part, i = 0): Part => (copy.segments as unknown as Part[])[i] as Part;

describe("canonical JSON", () => {
  it("SDK-12 sorts by UTF-16 units, leaves no space, and writes numbers and strings as ECMAScript does", () => {
    const example: Json = {
      "\u20ac": "Euro",
      "\r": "CR",
      "\ufb33": 1,
      "1": true,
      "\ud83d\ude00": null,
      "\u0080": [1e30, 4.5, 2e-3, 1e-27, 333333333.3333333],
      ö: '"\\\u000f\n',
    };
    assert.equal(
      canonicalJson(example),
      '{"\\r":"CR","1":true,"\u0080":[1e+30,4.5,0.002,1e-27,333333333.3333333],"ö":"\\"\\\\\\u000f\\n","€":"Euro","😀":null,"\ufb33":1}',
    );
  });

  it("SDK-12 is a fixed point, and keeps every value", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value as Json);
        assert.deepEqual(JSON.parse(text), JSON.parse(JSON.stringify(value)));
        assert.equal(canonicalJson(JSON.parse(text) as Json), text);
      }),
    );
  });

  it("SDK-12 refuses what JSON can't hold", () => {
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, "\ud800", { "\udc00": 1 }])
      assert.throws(() => canonicalJson(bad), TypeError);
    assert.equal(canonicalJson({ a: undefined, b: 1 }), '{"b":1}');
  });
});

describe("a manifest", () => {
  let good: BuiltManifest;

  before(async () => {
    good = await built();
  });

  it("SDK-16 is read as it was built, under the CID that follows from its anchor", async () => {
    const { manifest, bytes, cid, anchor } = good;
    assert.deepEqual(
      await verifyManifest(bytes, anchored(good)),
      JSON.parse(canonicalJson(manifest as unknown as Json)),
    );
    assert.equal(anchor.manifest, bytesToHex(await sha256(bytes)));
    assert.equal(cid, rawCid(anchor.manifest));
    const leaves = await verifiedLeaves(manifest, noBlock);
    assert.deepEqual(
      leaves.map((each) => each.map((leaf) => bytesToHex(leaf))),
      manifest.segments.map((each) => each.leaves),
    );
  });

  it("SDK-16 keeps long lists of leaves in blocks of their own", async () => {
    const long = await built([4_001, 1]);
    const [first, second] = long.manifest.segments;
    assert.equal(first?.leaves, undefined);
    assert.equal(second?.leavesCid, undefined);
    const { manifest, blocks } = long;
    assert.equal(blocks.length, 1);
    assert.equal(blocks[0]?.cid, first?.leavesCid);
    await verifyManifest(long.bytes, anchored(long));
    const leaves = await verifiedLeaves(manifest, async (cid) => {
      assert.equal(cid, blocks[0]?.cid);
      return blocks[0]?.bytes as Bytes;
    });
    assert.deepEqual(
      leaves.map(({ length }) => length),
      [4_001, 1],
    );
    assert.equal(
      await codeOf(verifiedLeaves(manifest, async () => (blocks[0] as (typeof blocks)[number]).bytes.slice(32))),
      "ContentMismatch",
    );
  });

  it("SDK-16 fits its limit with 32 segments of any length", async () => {
    const wide = await built(Array.from({ length: 32 }, (_, i) => 1_240 + i));
    assert.ok(wide.bytes.length <= MAX_MANIFEST_SIZE);
    assert.equal(wide.blocks.length, 21);
    await verifyManifest(wide.bytes, anchored(wide));
  });

  it("SDK-14 is refused unless the chain anchored these bytes", async () => {
    const { anchor, bytes } = good;
    const flipped = bytes.slice();
    flipped[20] = (flipped[20] ?? 0) ^ 1;
    assert.deepEqual((await failureOf(verifyManifest(flipped, anchored(good)))).details.field, "hash");
    const elsewhere: readonly [string, Partial<AnchoredVersion>][] = [
      ["chainId", { chainId: 1 }],
      ["market", { market: PUBLISHER }],
      ["dataset", { dataset: 8n }],
      ["version", { version: 2 }],
      ["publisher", { publisher: MARKET }],
      ["root", { anchor: { ...anchor, root: bytesToHex(randomKey()) } }],
      ["size", { anchor: { ...anchor, size: anchor.size + 1n } }],
      ["keyCommitment", { anchor: { ...anchor, keyCommitment: bytesToHex(randomKey()) } }],
    ];
    for (const [field, other] of elsewhere) {
      const error = await failureOf(verifyManifest(bytes, { ...anchored(good), ...other }));
      assert.deepEqual([error.code, error.details.field], ["ManifestMismatch", field]);
    }
  });

  it("SDK-14 is refused when its leaves or commitments do not lead to what is anchored", async () => {
    const bytes = changed(good.manifest, (copy) => {
      segment(copy).commitment = bytesToHex(randomKey());
    });
    const anchor = { ...good.anchor, manifest: bytesToHex(await sha256(bytes)) };
    assert.equal((await failureOf(verifyManifest(bytes, { ...anchored(good), anchor }))).details.field, "commitments");
    const leaves = {
      ...good.manifest,
      segments: good.manifest.segments.map((each) => ({
        ...each,
        leaves: each.leaves?.map(() => bytesToHex(randomKey())),
      })),
    };
    assert.equal(await codeOf(verifiedLeaves(leaves, noBlock)), "LeavesMismatch");
  });

  it("SDK-13 is refused when it is too large, before anything is parsed", () => {
    assert.throws(() => parseManifest(new Uint8Array(MAX_MANIFEST_SIZE + 1)), { code: "FileTooLarge" });
  });

  it("SDK-13 is refused when it is no JSON, not canonical, or says something twice", () => {
    const text = new TextDecoder().decode(good.bytes);
    for (const [bytes, path] of [
      [utf8("{"), "its root"],
      [new Uint8Array([0xff, 0xfe]), "its root"],
      [utf8(` ${text}`), "its root"],
      [utf8(`\ufeff${text}`), "its root"],
      [utf8(text.replace('"version":1', '"version":1,"version":1')), "its root"],
      [utf8(text.replace('"chainId":31337', '"chainId":31337.0')), "its root"],
      [utf8("[]"), "its root"],
      [utf8("null"), "its root"],
    ] as const) {
      assert.throws(
        () => parseManifest(bytes),
        (error: { code: string; details: { path: string } }) => {
          assert.deepEqual([error.code, error.details.path], ["ManifestInvalid", path]);
          return true;
        },
      );
    }
  });

  it("SDK-13 is refused with the place and the reason, whatever is wrong in it", () => {
    const cases: readonly [string, RegExp, (copy: Part) => void][] = [
      [
        "tallystick",
        /"manifest\/1" is needed/,
        (copy) => {
          copy.tallystick = "manifest/2";
        },
      ],
      [
        "title",
        /1 to 200 characters/,
        (copy) => {
          copy.title = "";
        },
      ],
      [
        "title",
        /control characters/,
        (copy) => {
          copy.title = "a\nb";
        },
      ],
      [
        "title",
        /direction-changing/,
        (copy) => {
          copy.title = "invoice\u202egnp.exe";
        },
      ],
      [
        "description",
        /control characters/,
        (copy) => {
          copy.description = "a\u0007b";
        },
      ],
      [
        "extra",
        /not known/,
        (copy) => {
          copy.extra = 1;
        },
      ],
      [
        "__proto__",
        /not known/,
        (copy) => void Object.defineProperty(copy, "__proto__", { value: 1, enumerable: true }),
      ],
      ["root", /is missing/, (copy) => void delete copy.root],
      [
        "size",
        /the segments make/,
        (copy) => {
          copy.size = 17;
        },
      ],
      [
        "version",
        /whole number from 1 to 65535/,
        (copy) => {
          copy.version = 0;
        },
      ],
      [
        "segments",
        /1 to 32 entries/,
        (copy) => {
          copy.segments = [];
        },
      ],
      [
        "licence.spdx",
        /its form is wrong/,
        (copy) => {
          copy.licence = { spdx: "<b>" };
        },
      ],
      [
        "licence.name",
        /is missing/,
        (copy) => {
          copy.licence = { sha256: `0x${"00".repeat(32)}` };
        },
      ],
      [
        "segments[0].name",
        /it holds a path/,
        (copy) => {
          segment(copy).name = "../../etc/passwd";
        },
      ],
      [
        "segments[0].name",
        /it holds a path/,
        (copy) => {
          segment(copy).name = "a\\b";
        },
      ],
      [
        "segments[1].name",
        /another segment has it/,
        (copy) => {
          segment(copy, 1).name = "PART-0.CSV";
        },
      ],
      [
        "segments[0].size",
        /does not follow from plainSize/,
        (copy) => {
          segment(copy).size = 1_000;
        },
      ],
      [
        "segments[0].recordSize",
        /1048576 is needed/,
        (copy) => {
          segment(copy).recordSize = 16;
        },
      ],
      ["segments[0].leaves", /2 are needed/, (copy) => void (segment(copy).leaves as unknown as Json[]).pop()],
      ["segments[0]", /either leaves or leavesCid/, (copy) => void delete segment(copy).leaves],
      [
        "segments[0].leaves[1]",
        /its form is wrong/,
        (copy) => {
          (segment(copy).leaves as unknown as Json[])[1] = `0x${"ZZ".repeat(32)}`;
        },
      ],
      [
        "segments[0].cid",
        /not a CIDv1/,
        (copy) => {
          segment(copy).cid = "QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnXm7q";
        },
      ],
      [
        "segments[0].mediaType",
        /its form is wrong/,
        (copy) => {
          segment(copy).mediaType = "text/html; charset=x";
        },
      ],
      [
        "keepers.threshold",
        /there are 1 keepers/,
        (copy) => {
          (copy.keepers as unknown as Part).threshold = 2;
        },
      ],
      [
        "keepers.list[0].shares",
        /one a segment/,
        (copy) =>
          void (((copy.keepers as unknown as { list: Part[] }).list[0] as Part).shares as unknown as Json[]).pop(),
      ],
      [
        "keepers.list[0].url",
        /its form is wrong/,
        (copy) => {
          ((copy.keepers as unknown as { list: Part[] }).list[0] as Part).url = "javascript:alert(1)";
        },
      ],
      [
        "ownerKey.wrap",
        /162 to 164 characters/,
        (copy) => {
          (copy.ownerKey as unknown as Part).wrap = "0x00";
        },
      ],
    ];
    for (const [path, reason, change] of cases) {
      assert.throws(
        () => parseManifest(changed(good.manifest, change)),
        (error: { code: string; details: { path: string; reason: string } }) => {
          assert.deepEqual([error.code, error.details.path], ["ManifestInvalid", path]);
          assert.match(error.details.reason, reason);
          return true;
        },
      );
    }
  });

  it("SDK-13 never breaks the reader, whatever stands in it", () => {
    const paths = fc.constantFrom(
      "title",
      "segments",
      "keepers",
      "licence",
      "size",
      "root",
      "dataset",
      "ownerKey",
      "createdAt",
    );
    fc.assert(
      fc.property(paths, fc.jsonValue(), (path, value) => {
        const bytes = changed(good.manifest, (copy) => {
          copy[path] = value as Json;
        });
        try {
          parseManifest(bytes);
        } catch (error) {
          assert.equal((error as { code?: string }).code, "ManifestInvalid");
        }
      }),
      { numRuns: 300 },
    );
  });

  it("SDK-16 is not built with what a reader would refuse", async () => {
    const { master, ...rest } = { master: randomKey(), place, publisher: PUBLISHER, createdAt: new Date(0) } as const;
    const { publicKey } = await keyPairFromSeed(randomSeed());
    const keepers = { threshold: 1, list: [{ address: PUBLISHER, publicKey, url: "ftp://x" }] } as const;
    const about = { title: "t", description: "", licence: { spdx: "MIT" } };
    const input = { ...rest, master, about, keepers, segments: [await segmentOf(master, 0, 1)] };
    assert.equal((await failureOf(buildManifest(input))).details.path, "keepers.list[0].url");
  });

  it("SDK-14 names the data set in 32 bytes", () => {
    assert.equal(good.manifest.dataset, numberToHex(7n, { size: 32 }));
  });
});

describe("manifest.schema.json", () => {
  const schema = JSON.parse(
    readFileSync(new URL("../../src/data/manifest.schema.json", import.meta.url), "utf8"),
  ) as Record<string, Json>;
  const fits = new Ajv2020({ strict: false }).compile(schema);
  const refused = (value: unknown): boolean => {
    try {
      validateManifest(value);
      return false;
    } catch {
      return true;
    }
  };

  it("SDK-13 admits what the reader accepts", async () => {
    for (const chunks of [[1], [2, 1], [4_001]]) {
      const { bytes } = await built(chunks);
      assert.ok(fits(JSON.parse(new TextDecoder().decode(bytes))), JSON.stringify(fits.errors));
    }
  });

  it("SDK-13 refuses nothing that the reader accepts, and names the same members", async () => {
    const { bytes } = await built([1]);
    const text = new TextDecoder().decode(bytes);
    const places: readonly ((copy: Part) => Part)[] = [
      (copy) => copy,
      (copy) => segment(copy),
      (copy) => copy.keepers as unknown as Part,
      (copy) => (copy.keepers as unknown as { list: Part[] }).list[0] as Part,
      (copy) => copy.licence as unknown as Part,
      (copy) => copy.ownerKey as unknown as Part,
    ];
    let compared = 0;
    for (const place of places) {
      for (const key of [...Object.keys(place(JSON.parse(text) as Part)), "unknown"]) {
        for (const value of [undefined, null, 0, -1, "", "x", [], {}]) {
          const copy = JSON.parse(text) as Part;
          if (value === undefined) delete place(copy)[key];
          else place(copy)[key] = value;
          // The reader checks more than a schema can say; what the schema refuses, it refuses too.
          if (!fits(copy)) assert.ok(refused(copy), `${key}: ${JSON.stringify(value)}`);
          if (value === undefined && key !== "unknown") assert.equal(fits(copy), !refused(copy), `without ${key}`);
          compared++;
        }
      }
    }
    assert.ok(compared > 200);
  });
});

describe("policies of a manifest", () => {
  const schema = JSON.parse(
    readFileSync(new URL("../../src/data/manifest.schema.json", import.meta.url), "utf8"),
  ) as Record<string, Json>;
  const fits = new Ajv2020({ strict: false }).compile(schema);
  const word = `0x${"ab".repeat(32)}`;
  const leaf = { kind: "credential", type: word };
  const nested = (depth: number): unknown =>
    depth === 0 ? leaf : { kind: "allOf", members: [leaf, nested(depth - 1)] };
  const judge = async (policies: unknown): Promise<{ readonly schema: boolean; readonly reader: string }> => {
    const { bytes } = await built([1]);
    const value = { ...(JSON.parse(new TextDecoder().decode(bytes)) as object), policies };
    try {
      validateManifest(value);
      return { schema: fits(value), reader: "" };
    } catch (error) {
      return { schema: fits(value), reader: String((error as { details?: { path?: string } }).details?.path) };
    }
  };

  it("SDK-13 are read in every kind, and refused with their place", async () => {
    const right = [
      leaf,
      { kind: "role", org: word, roles: "0x9" },
      { kind: "list", root: word, accounts: rawCid(word as Hex) },
      { kind: "consent", purpose: 3 },
      { kind: "other", policy: `0x${"1".repeat(40)}`, data: word },
      nested(4),
      { kind: "anyOf", members: [leaf] },
    ];
    assert.deepEqual(await judge(right), { schema: true, reader: "" });
    const wrong: readonly (readonly [unknown, string])[] = [
      [{ kind: "role", org: word, roles: "0x09" }, "policies[0].roles"],
      [{ kind: "consent", purpose: 65_536 }, "policies[0].purpose"],
      [{ kind: "allOf", members: [] }, "policies[0].members"],
      [{ kind: "anyOf", members: Array(9).fill(leaf) }, "policies[0].members"],
      [{ ...leaf, more: 1 }, "policies[0].more"],
    ];
    for (const [policy, path] of wrong)
      assert.deepEqual(await judge([policy]), { schema: false, reader: path }, JSON.stringify(policy));
    assert.deepEqual(await judge([{ kind: "magic" }]), { schema: false, reader: "policies[0]" });
    // How deep they stand, and what a CID is, a schema can't say.
    const deep = `policies[0]${".members[1]".repeat(4)}`;
    assert.deepEqual(await judge([nested(5)]), { schema: true, reader: deep });
    const odd = await judge([{ kind: "list", root: word, accounts: "nonsense" }]);
    assert.deepEqual(odd, { schema: true, reader: "policies[0].accounts" });
  });
});

describe("lineFault", () => {
  it("SDK-13 lets joiners pass in text, and nothing else that can't be seen", () => {
    for (const text of ["می\u200cخواهم", "क्\u200dष", "👩\u200d🌾"]) assert.equal(lineFault(text), undefined, text);
    for (const text of ["a\u200bb", "a\u200eb", "a\u200fb", "a\u202eb", "a\ufeffb"]) {
      assert.notEqual(lineFault(text), undefined, JSON.stringify(text));
    }
  });
});

describe("fileNameFault", () => {
  it("SDK-13 lets honest names pass, in any script", () => {
    for (const name of [
      "cars.csv",
      "Äpfel & Birnen.csv",
      "天气 2026.json",
      ".hidden",
      "a..b",
      "README",
      "über-uns (1).txt",
    ]) {
      assert.equal(fileNameFault(name), undefined, name);
    }
  });

  it("SDK-13 refuses paths, controls, disguises and what some systems can't hold", () => {
    const bad = [
      "",
      ".",
      "..",
      "../x",
      "/etc/passwd",
      "a/b",
      "a\\b",
      "C:x",
      "a\0b",
      "a\nb",
      "x\u202egnp.exe",
      "x\u200b",
      "x\u200c",
      "x\u200d",
      "\u2066x",
      "con",
      "NUL.txt",
      "com1",
      "a ",
      " a",
      "a.",
      "a?",
      "a*",
      'a"',
      "a|b",
      "a<b",
      "e\u0301",
      "\ud800",
      "x".repeat(256),
      "天".repeat(86),
    ];
    for (const name of bad) assert.notEqual(fileNameFault(name), undefined, JSON.stringify(name));
  });
});
