import type { Manifest } from "@tallystick/sdk/data/manifest";

/** What a page shows of a file of a data set. */
export interface FileFacts {
  readonly name: string;
  readonly mediaType: string;
  readonly plainSize: number;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly sample?: string | undefined;
}

export function filesOfManifest(manifest: Manifest): readonly FileFacts[] {
  return manifest.segments.map(({ name, mediaType, plainSize, columns, sample }) => ({
    name,
    mediaType,
    plainSize,
    columns: columns ?? [],
    sample,
  }));
}

/** Reads the indexer's column of files, which is JSON of its own making from a manifest it has verified. */
export function filesOfIndex(segments: unknown): readonly FileFacts[] {
  if (!Array.isArray(segments)) return [];
  return segments.map((segment: Partial<FileFacts> | null) => ({
    name: typeof segment?.name === "string" ? segment.name : "",
    mediaType: typeof segment?.mediaType === "string" ? segment.mediaType : "",
    plainSize: typeof segment?.plainSize === "number" ? segment.plainSize : 0,
    columns: Array.isArray(segment?.columns) ? segment.columns : [],
  }));
}

export function totalSize(files: readonly FileFacts[]): number {
  return files.reduce((sum, { plainSize }) => sum + plainSize, 0);
}

/** Short name of a media type: what people call such a file. */
export function kindOf(mediaType: string): string {
  const known: Record<string, string> = {
    "text/csv": "CSV",
    "text/tab-separated-values": "TSV",
    "application/json": "JSON",
    "application/geo+json": "GeoJSON",
    "text/plain": "TXT",
    "application/vnd.apache.parquet": "Parquet",
    "application/octet-stream": "BIN",
  };
  return known[mediaType] ?? mediaType.split("/").at(-1)?.toUpperCase().slice(0, 12) ?? mediaType;
}
