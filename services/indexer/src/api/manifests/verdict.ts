import type { Licence, Manifest } from "@tallystick/sdk/data/manifest";
import { type AnchoredVersion, verifyManifest } from "@tallystick/sdk/data/verifyManifest";
import { isTallystickError } from "@tallystick/sdk/errors";
import type { Address } from "viem";
import type { ManifestRow, VersionRow } from "../../market/rows.ts";
import type { Fetched } from "./fetchManifest.ts";

/** What the columns of a manifest from `status` on become. */
export type Verdict = Pick<ManifestRow, "status" | "reason"> &
  Partial<
    Pick<
      ManifestRow,
      "title" | "description" | "language" | "keywords" | "licence" | "createdAt" | "segments" | "words"
    >
  >;

const MAX_REASON = 500;

/** Judges what a gateway had: a manifest that speaks of another data set or publisher is a copy, and refused. */
export async function verdictOn(fetched: Fetched, version: VersionRow, market: Address): Promise<Verdict> {
  if (fetched.kind === "refused") {
    return { status: "refused", reason: fetched.reason };
  }
  if (fetched.kind !== "bytes") {
    return { status: "missing", reason: fetched.reason };
  }
  try {
    const manifest = await verifyManifest(fetched.bytes, anchored(version, market));
    return { status: "ok", reason: null, ...columnsOf(manifest) };
  } catch (error) {
    if (!isTallystickError(error)) throw error;
    return { status: "refused", reason: error.message.slice(0, MAX_REASON) };
  }
}

function anchored(version: VersionRow, market: Address): AnchoredVersion {
  return {
    chainId: version.chainId,
    market,
    dataset: BigInt(version.dataset),
    version: version.version,
    publisher: version.publisher,
    anchor: {
      manifest: version.manifestHash,
      root: version.root,
      size: version.size,
      keyCommitment: version.keyCommitment,
    },
  };
}

const licenceName = (licence: Licence): string => ("spdx" in licence ? licence.spdx : licence.name);

/** As text is stored and sought: one form for what looks alike. */
export const folded = (text: string): string => text.normalize("NFKC").toLowerCase();

function columnsOf(manifest: Manifest): Omit<Verdict, "status" | "reason"> {
  const { title, description, language, keywords = [], createdAt } = manifest;
  const segments = manifest.segments.map(({ name, mediaType, plainSize, size, cid, columns }) => ({
    name,
    mediaType,
    plainSize,
    size,
    cid,
    columns: columns ?? [],
  }));
  const names = segments.map(({ name }) => name);
  return {
    title,
    description,
    language: language ?? null,
    keywords: [...keywords],
    licence: licenceName(manifest.licence),
    createdAt,
    segments,
    words: folded([title, ...keywords, ...names, description].join("\n")),
  };
}
