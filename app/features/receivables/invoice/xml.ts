import { SaxesParser } from "saxes";
import { InvoiceFault } from "./fault.ts";

/** An element, by its local name and namespace: prefixes are whatever the writer of the file chose. */
export interface XmlElement {
  readonly name: string;
  readonly uri: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  readonly text: string;
}

interface Growing extends XmlElement {
  readonly attributes: Map<string, string>;
  readonly children: Growing[];
  text: string;
}

/** An invoice of ten thousand lines stays below these; what is made to hurt does not. */
const deepest = 50;
const mostElements = 300_000;
/** Longer text is of embedded files, which nobody reads here: the rest of it is dropped. */
const longestText = 10_000;

/**
 * The root element of an XML text.
 *
 * No document type is taken: with it go entities of the file's own, which can grow without end, and references to other
 * files. Nothing is mended: what is not well-formed, namespaces included, is refused.
 *
 * @throws `InvoiceFault`: `notXml`, `notText`, `doctype`, `tooDeep`, `tooMany`
 */
export function parseXml(xml: string): XmlElement {
  const parser = new SaxesParser({ xmlns: true, position: false });
  const open: Growing[] = [];
  let root: Growing | undefined;
  let count = 0;
  const write = (text: string) => {
    const element = open.at(-1);
    if (element && element.text.length < longestText) element.text += text.slice(0, longestText - element.text.length);
  };
  parser.on("error", ({ message }) => {
    throw new InvoiceFault("notXml", { reason: message.slice(0, 200) });
  });
  parser.on("doctype", () => {
    throw new InvoiceFault("doctype");
  });
  parser.on("xmldecl", ({ encoding }) => {
    if (encoding && !/^utf-?8$/i.test(encoding)) throw new InvoiceFault("notText");
  });
  parser.on("opentag", ({ local, uri, attributes }) => {
    if (++count > mostElements) throw new InvoiceFault("tooMany", { max: String(mostElements) });
    if (open.length >= deepest) throw new InvoiceFault("tooDeep", { max: String(deepest) });
    const named = Object.values(attributes).map(({ name, value }) => [name, value] as const);
    const element: Growing = { name: local, uri, attributes: new Map(named), children: [], text: "" };
    open.at(-1)?.children.push(element);
    root ??= element;
    open.push(element);
  });
  parser.on("closetag", () => open.pop());
  parser.on("text", write);
  parser.on("cdata", write);
  parser.write(xml).close();
  if (!root) throw new InvoiceFault("notXml", { reason: "" });
  return root;
}
