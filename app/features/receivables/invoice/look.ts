import { printable } from "../../../lib/printable.ts";
import { decimalOf } from "./decimal.ts";
import { InvoiceFault } from "./fault.ts";
import type { InvoiceParty } from "./invoice.ts";
import type { XmlElement } from "./xml.ts";

/** Prefixes as they are commonly written, and the namespaces they stand for here. */
export type Namespaces = Readonly<Record<string, string>>;

/** Longest text of a file that is shown. */
const longest = 200;

/** Finds what an invoice says by paths such as `cac:Party/cbc:Name`, whatever prefixes the file has. */
export function looker(namespaces: Namespaces) {
  const all = (from: XmlElement, path: string): readonly XmlElement[] =>
    path.split("/").reduce<readonly XmlElement[]>(
      (found, step) => {
        const [prefix = "", name] = step.split(":");
        return found.flatMap(({ children }) =>
          children.filter((child) => child.name === name && child.uri === namespaces[prefix]),
        );
      },
      [from],
    );

  /** The one element there may be: two of what there is one of is no invoice but a riddle. */
  const one = (from: XmlElement, path: string): XmlElement | undefined => {
    const [first, second] = all(from, path);
    if (second) throw new InvoiceFault("twice", { field: path });
    return first;
  };
  const must = (from: XmlElement, path: string): XmlElement => {
    const found = one(from, path);
    if (!found) throw new InvoiceFault("missing", { field: path });
    return found;
  };

  const text = (from: XmlElement, path: string) => {
    const found = one(from, path);
    return found ? shownText(found) || undefined : undefined;
  };
  const mustText = (from: XmlElement, path: string): string => {
    const found = shownText(must(from, path));
    if (!found) throw new InvoiceFault("missing", { field: path });
    return found;
  };

  const amountOf = (element: XmlElement, path: string): bigint => {
    const value = decimalOf(element.text);
    if (value === undefined) throw new InvoiceFault("badAmount", { field: path, value: shownText(element) });
    return value;
  };
  const amount = (from: XmlElement, path: string): bigint | undefined => {
    const found = one(from, path);
    return found ? amountOf(found, path) : undefined;
  };
  const mustAmount = (from: XmlElement, path: string): bigint => amountOf(must(from, path), path);

  /** Who goes by a name and numbers; the first of several names. */
  const party = (from: XmlElement, names: readonly string[], ids: readonly string[]): InvoiceParty => {
    const texts = (paths: readonly string[]) =>
      paths.flatMap((path) => all(from, path).map(shownText)).filter((found) => found !== "");
    const [name] = texts(names);
    if (!name) throw new InvoiceFault("missing", { field: names[0] ?? "" });
    return { name, ids: [...new Set(texts(ids))].slice(0, 5) };
  };

  return { all, one, must, text, mustText, amountOf, amount, mustAmount, party };
}

/** An element's own text, on one line, cut, and without characters that change how others are read. */
export function shownText(element: XmlElement): string {
  const text = printable(element.text).replace(/\s+/g, " ").trim();
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}

/** A day of the calendar, if it is one. */
export function dayOf(text: string, field: string): string {
  const day = /^(\d{4}-\d{2}-\d{2})(?:Z|[+-]\d{2}:\d{2})?$/.exec(text.trim())?.[1];
  const time = day ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
  // `Date` takes the 30th of February for the 1st or 2nd of March.
  if (!day || Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== day) {
    throw new InvoiceFault("badDate", { field, value: text.slice(0, 40) });
  }
  return day;
}

/** A currency's code, if it may be one. */
export function currencyOf(text: string): string {
  if (!/^[A-Z]{3}$/.test(text)) throw new InvoiceFault("badCurrency", { value: text.slice(0, 40) });
  return text;
}

/** Types of UNTDID 1001 that claim money of the buyer: invoices, partial, corrected and self-billed ones. */
const invoices = new Set(["380", "326", "384", "389"]);
const creditNotes = new Set(["81", "83", "261", "262", "296", "308", "381", "396", "420", "458", "532"]);

/** @throws `InvoiceFault` for what is no invoice, or one whose claim belongs to a factor already */
export function mustClaim(type: string): void {
  if (creditNotes.has(type)) throw new InvoiceFault("creditNote");
  if (type === "393") throw new InvoiceFault("factored");
  if (!invoices.has(type)) throw new InvoiceFault("otherType", { type: type.slice(0, 40) });
}
