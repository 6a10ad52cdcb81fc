import { deflateSync } from "node:zlib";

/** A file that is attached to a PDF. */
export interface Attached {
  readonly name: string;
  readonly content: string | Uint8Array;
}

interface Choice {
  /** Entries of the trailer besides. */
  readonly trailer?: string;
  /** The node of the tree of names; otherwise one with all names. */
  readonly names?: (list: string) => string;
}

/** A PDF of one empty page with files attached, as PDF/A-3 has them. */
export function pdfWith(files: readonly Attached[], { trailer = "", names = allNames }: Choice = {}): Uint8Array {
  const attached = files.flatMap(({ name, content }, i) => [embedded(content), specOf(name, 4 + 2 * i)]);
  const list = files.map(({ name }, i) => `(${name}) ${5 + 2 * i} 0 R`).join(" ");
  return assembled(
    [
      text(`<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles ${names(list)} >> >>`),
      text("<< /Type /Pages /Kids [3 0 R] /Count 1 >>"),
      text("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"),
      ...attached,
    ],
    trailer,
  );
}

const allNames = (list: string) => `<< /Names [${list}] >>`;
const text = (content: string) => Buffer.from(content, "latin1");

function embedded(content: string | Uint8Array): Buffer {
  const packed = deflateSync(content, { level: 9 });
  const head = `<< /Type /EmbeddedFile /Subtype /text#2Fxml /Filter /FlateDecode /Length ${packed.length} >>\nstream\n`;
  return Buffer.concat([text(head), packed, text("\nendstream")]);
}

const specOf = (name: string, of: number) =>
  text(`<< /Type /Filespec /F (${name}) /UF (${name}) /AFRelationship /Data /EF << /F ${of} 0 R /UF ${of} 0 R >> >>`);

/** Objects by their numbers, the first is the catalogue; with the table of where they are. */
function assembled(objects: readonly Buffer[], trailer: string): Uint8Array {
  const parts = [text("%PDF-1.7\n")];
  const places: string[] = [];
  let at = parts[0]?.length ?? 0;
  for (const [i, object] of objects.entries()) {
    const part = Buffer.concat([text(`${i + 1} 0 obj\n`), object, text("\nendobj\n")]);
    places.push(`${String(at).padStart(10, "0")} 00000 n \n`);
    parts.push(part);
    at += part.length;
  }
  const size = objects.length + 1;
  const table = `xref\n0 ${size}\n0000000000 65535 f \n${places.join("")}`;
  parts.push(text(`${table}trailer << /Size ${size} /Root 1 0 R ${trailer} >>\nstartxref\n${at}\n%%EOF\n`));
  return new Uint8Array(Buffer.concat(parts));
}
