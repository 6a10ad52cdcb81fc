import { isTallystickError, tallystickError } from "../errors.ts";
import { canonicalJson, type Json } from "./canonical.ts";
import { isContentCid, rawCidHash } from "./cid.ts";
import {
  chunkCount,
  cipherSize,
  MAX_CHUNKS,
  MAX_INLINE_LEAVES,
  MAX_MANIFEST_SIZE,
  MAX_SEGMENTS,
  RECORD_SIZE,
} from "./format.ts";
import type { Manifest, ManifestSegment, Policy } from "./manifest.ts";
import { fileNameFault, lineFault, nameFault, textFault } from "./names.ts";
import { MAX_KEEPERS } from "./shares.ts";
import { type Check, constant, fail, integer, list, object, record, text } from "./validate.ts";

const hash = text({ min: 66, max: 66, pattern: /^0x[0-9a-f]{64}$/ });
const address = text({ min: 42, max: 42, pattern: /^0x[0-9a-fA-F]{40}$/ });
const wrap = text({ min: 162, max: 164, pattern: /^0x([0-9a-f]{160}|[0-9a-f]{162})$/ });
const line = (min: number, max: number): Check => text({ min, max, fault: lineFault });
const prose = (max: number): Check => text({ max, fault: textFault });
const cid = text({ max: 100, fault: (value) => (isContentCid(value) ? undefined : "it is not a CIDv1 with sha2-256") });
const rawBlock = text({
  max: 100,
  fault: (value) => (rawCidHash(value) === undefined ? "it is not the CID of a raw block" : undefined),
});

const licence: Check = (value, path) => {
  const spdx = object({ spdx: text({ min: 1, max: 100, pattern: /^[A-Za-z0-9.+ ()-]+$/ }) });
  const named = object({ sha256: hash, name: line(1, 200) });
  (Object.hasOwn(record(value, path), "spdx") ? spdx : named)(value, path);
};

const httpUrl = text({
  min: 1,
  max: 500,
  pattern: /^https?:\/\/[^\s]+$/,
  fault: (value) => (URL.canParse(value) ? nameFault(value) : "it is not an address of the web"),
});

const segment = object(
  {
    name: text({ max: 255, fault: fileNameFault }),
    mediaType: text({ max: 100, pattern: /^[a-z0-9][a-z0-9!#$&^_.+-]*\/[a-z0-9][a-z0-9!#$&^_.+-]*$/i }),
    plainSize: integer(0, MAX_CHUNKS * RECORD_SIZE),
    size: integer(16, cipherSize(MAX_CHUNKS * RECORD_SIZE)),
    cid,
    salt: hash,
    recordSize: constant(RECORD_SIZE),
    commitment: hash,
  },
  {
    leaves: list(hash, 1, MAX_INLINE_LEAVES),
    leavesCid: rawBlock,
    columns: list(object({ name: prose(200), type: line(1, 50) }), 0, 1_000),
    sample: prose(20_000),
  },
);

const MAX_POLICY_DEPTH = 4;

const policyLeaves = new Map<unknown, Check>([
  ["credential", object({ kind: constant("credential"), type: hash })],
  [
    "role",
    object({ kind: constant("role"), org: hash, roles: text({ min: 3, max: 56, pattern: /^0x[1-9a-f][0-9a-f]*$/ }) }),
  ],
  ["list", object({ kind: constant("list"), root: hash }, { accounts: rawBlock })],
  ["consent", object({ kind: constant("consent"), purpose: integer(0, 65_535) })],
  ["other", object({ kind: constant("other"), policy: address, data: hash })],
]);

/** A policy that a stranger sent; undefined where it is none. */
export function readPolicy(value: unknown): Policy | undefined {
  try {
    policy(MAX_POLICY_DEPTH)(value, "policy");
    return value as Policy;
  } catch (error) {
    if (isTallystickError(error, "ManifestInvalid")) return undefined;
    throw error;
  }
}

/** A policy, whose combinations stand at most so deep: below that the contract denies. */
function policy(depth: number): Check {
  return (value, path) => {
    const { kind } = record(value, path);
    const leaf = policyLeaves.get(kind);
    if (leaf !== undefined) return leaf(value, path);
    if (kind !== "allOf" && kind !== "anyOf") fail(path, "its kind is not known");
    if (depth === 0) fail(path, `combinations stand at most ${MAX_POLICY_DEPTH} deep`);
    object({ kind: constant(kind), members: list(policy(depth - 1), 1, 8) })(value, path);
  };
}

const manifest = object(
  {
    tallystick: constant("manifest/1"),
    chainId: integer(1, Number.MAX_SAFE_INTEGER),
    market: address,
    dataset: hash,
    version: integer(1, 65_535),
    publisher: address,
    title: line(1, 200),
    description: prose(20_000),
    licence,
    createdAt: text({ max: 30, pattern: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/ }),
    segments: list(segment, 1, MAX_SEGMENTS),
    root: hash,
    size: integer(16, Number.MAX_SAFE_INTEGER),
    keyCommitment: hash,
    keepers: object({
      threshold: integer(1, MAX_KEEPERS),
      list: list(
        object({ address, publicKey: hash, url: httpUrl, shares: list(wrap, 1, MAX_SEGMENTS) }),
        1,
        MAX_KEEPERS,
      ),
    }),
  },
  {
    language: text({ max: 35, pattern: /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/ }),
    keywords: list(line(1, 50), 0, 50),
    policies: list(policy(MAX_POLICY_DEPTH), 1, 32),
    ownerKey: object({ account: address, publicKey: hash, wrap }),
  },
);

/**
 * Checks the shape of a manifest and what can be checked without chain or cryptography.
 *
 * @throws `ManifestInvalid` with the path and the reason
 */
export function validateManifest(value: unknown): Manifest {
  manifest(value, "");
  const valid = value as Manifest;
  valid.segments.forEach(checkSegment);
  const total = valid.segments.reduce((sum, { size }) => sum + size, 0);
  if (valid.size !== total) fail("size", `the segments make ${total} bytes`);
  const names = valid.segments.map(({ name }) => name.toLowerCase());
  const twice = names.findIndex((name, i) => names.indexOf(name) !== i);
  if (twice !== -1) fail(`segments[${twice}].name`, "another segment has it");
  const { threshold, list: keepers } = valid.keepers;
  if (threshold > keepers.length) fail("keepers.threshold", `there are ${keepers.length} keepers`);
  keepers.forEach(({ shares }, i) => {
    if (shares.length !== valid.segments.length) fail(`keepers.list[${i}].shares`, "one a segment is needed");
  });
  return valid;
}

function checkSegment(value: ManifestSegment, index: number): void {
  const at = `segments[${index}]`;
  if (value.size !== cipherSize(value.plainSize)) fail(`${at}.size`, "it does not follow from plainSize");
  if ((value.leaves === undefined) === (value.leavesCid === undefined))
    fail(at, "either leaves or leavesCid is needed");
  if (value.leaves !== undefined && value.leaves.length !== chunkCount(value.plainSize)) {
    fail(`${at}.leaves`, `${chunkCount(value.plainSize)} are needed`);
  }
}

/**
 * Reads a manifest's bytes: size first, then text, JSON, canonical form, shape.
 *
 * @throws `FileTooLarge`, `ManifestInvalid`
 */
export function parseManifest(bytes: Uint8Array): Manifest {
  if (bytes.length > MAX_MANIFEST_SIZE) {
    throw tallystickError("FileTooLarge", { what: "The manifest", size: bytes.length, max: MAX_MANIFEST_SIZE });
  }
  let source: string;
  let value: Json;
  try {
    source = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    value = JSON.parse(source) as Json;
  } catch {
    fail("", "it is not JSON in UTF-8");
  }
  const valid = validateManifest(value);
  // Also refuses what JSON.parse forgives: members given twice.
  if (canonicalJson(value) !== source) fail("", "it is not canonical JSON");
  return valid;
}
