import type { Licence, Manifest } from "@tallystick/sdk/data/manifest";
import { type AnchoredVersion, verifyManifest } from "@tallystick/sdk/data/verifyManifest";
import { isTallystickError } from "@tallystick/sdk/errors";
import type { Address } from "viem";
import type { ManifestRow, VersionRow } from "../../market/rows.ts";
import { folded, tagOf, termsOf } from "../search/terms.ts";
import type { Fetched } from "./fetchManifest.ts";

/** What the columns of a manifest from `status` on become. */
export type Verdict = Pick<ManifestRow, "status" | "reason"> &
  Partial<
    Pick<
      ManifestRow,
      | "title"
      | "description"
      | "language"
      | "keywords"
      | "licence"
      | "createdAt"
      | "segments"
      | "titleTerms"
      | "keyTerms"
      | "terms"
      | "tags"
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
    titleTerms: termsOf(title),
    keyTerms: termsOf(title, ...keywords),
    terms: termsOf(title, ...keywords, ...names, description),
    tags: tagsOf(manifest),
  };
}

function tagsOf({ language, keywords = [], licence, segments }: Manifest): string[] {
  const tags = [
    ...(language ? [tagOf("language", language.toLowerCase())] : []),
    ...keywords.map((keyword) => tagOf("keyword", folded(keyword))),
    tagOf("licence", licenceName(licence)),
    ...segments.map(({ mediaType }) => tagOf("media", mediaType.toLowerCase())),
  ];
  return [...new Set(tags)];
}
