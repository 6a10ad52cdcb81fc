import { fileNameFault } from "@tallystick/sdk/data/names";
import { isDelimited, isJson, isText, mediaTypeOf, type Sniffed, sniffDelimited, sniffJson } from "@/lib/csv";
import { printable } from "@/lib/printable";

export interface InspectedFile extends Sniffed {
  readonly file: File;
  readonly name: string;
  readonly mediaType: string;
  /** Whether the sample goes into the public manifest. */
  readonly shareSample: boolean;
  readonly fault: string | undefined;
}

const headBytes = 262_144;
const largestJson = 8_000_000;

/** Looks into the beginning of a file for columns and a sample; the rest of it is not read. */
export async function inspect(file: File): Promise<InspectedFile> {
  const name = file.name.normalize("NFC");
  const mediaType = mediaTypeOf(name, file.type);
  const found = await sniff(file, mediaType).catch(() => ({ columns: [], sample: "" }));
  return {
    file,
    name,
    mediaType,
    ...found,
    sample: printable(found.sample),
    shareSample: true,
    fault: fileNameFault(name),
  };
}

async function sniff(file: File, mediaType: string): Promise<Sniffed> {
  if (!isText(mediaType)) return { columns: [], sample: "" };
  if (isJson(mediaType)) {
    if (file.size > largestJson) return { columns: [], sample: "" };
    return sniffJson(JSON.parse(await file.text()));
  }
  const head = await file.slice(0, headBytes).text();
  if (isDelimited(mediaType)) return sniffDelimited(head, file.size <= headBytes);
  return { columns: [], sample: head.split("\n").slice(0, 10).join("\n").slice(0, 1_500) };
}
