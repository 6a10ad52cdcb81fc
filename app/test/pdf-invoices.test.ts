import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import type { InvoiceFaultCode } from "../features/receivables/invoice/fault.ts";
import { isPdf, xmlInPdf } from "../features/receivables/invoice/pdf.ts";
import { readInvoice } from "../features/receivables/invoice/read-invoice.ts";
import { pdfWith } from "./support/pdf.ts";

const cii = readFileSync(new URL("./invoices/cii.xml", import.meta.url), "utf8");
const largest = 200_000;
const read = async (pdf: Uint8Array) => new TextDecoder().decode(await xmlInPdf(pdf, largest));
const refused = (pdf: Uint8Array, code: InvoiceFaultCode) => assert.rejects(read(pdf), { name: "InvoiceFault", code });

describe("an invoice inside a PDF", () => {
  it("APP-189 is the XML that a standard's name marks, whatever else is attached", async () => {
    const others = [
      { name: "timesheet.csv", content: "hours,7" },
      { name: "invoice.xml", content: "<Other/>" },
    ];
    for (const name of ["factur-x.xml", "ZUGFeRD-invoice.xml", "xrechnung.xml"]) {
      const pdf = pdfWith([...others, { name, content: cii }]);
      const before = pdf.slice();
      assert.equal(await read(pdf), cii, name);
      // What is registered is the hash of the very file.
      assert.deepEqual(pdf, before);
    }
    assert.deepEqual(
      readInvoice(await xmlInPdf(pdfWith([{ name: "factur-x.xml", content: cii }]), largest)).syntax,
      "CII",
    );
  });

  it("APP-189 is known by how the file begins, some bytes before it or not", () => {
    const pdf = pdfWith([]);
    assert.ok(isPdf(pdf));
    assert.ok(isPdf(new Uint8Array([...new Uint8Array(900), ...pdf])));
    assert.ok(!isPdf(new Uint8Array([...new Uint8Array(2_000), ...pdf])));
    assert.ok(!isPdf(new TextEncoder().encode(cii)));
    assert.ok(!isPdf(new Uint8Array()));
  });

  it("APP-189 is refused where there is none, or several", async () => {
    await refused(pdfWith([]), "pdfWithoutXml");
    await refused(pdfWith([{ name: "invoice.xml", content: cii }]), "pdfWithoutXml");
    const two = ["factur-x.xml", "FACTUR-X.XML"].map((name) => ({ name, content: cii }));
    await refused(pdfWith(two), "pdfWithSeveral");
    const both = ["factur-x.xml", "a/xrechnung.xml"].map((name) => ({ name, content: cii }));
    await refused(pdfWith(both), "pdfWithSeveral");
  });

  it("APP-189 is refused when the PDF is damaged, locked, or made to hurt", async () => {
    const good = pdfWith([{ name: "factur-x.xml", content: cii }]);
    await refused(new TextEncoder().encode("%PDF-1.7\nnothing"), "pdfBroken");
    await refused(good.slice(0, 60), "pdfBroken");
    await refused(new Uint8Array([...good.slice(0, 9), ...crypto.getRandomValues(new Uint8Array(5_000))]), "pdfBroken");
    const locked = `/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O (${"o".repeat(32)}) /U (${"u".repeat(32)}) >> /ID [(1) (1)]`;
    await refused(pdfWith([{ name: "factur-x.xml", content: cii }], { trailer: locked }), "pdfLocked");
    // Two hundred bytes that unfold to twenty million.
    await refused(pdfWith([{ name: "factur-x.xml", content: new Uint8Array(20_000_000) }]), "tooLarge");
    // A tree of names that has itself for a branch.
    const endless = pdfWith([{ name: "factur-x.xml", content: cii }], { names: () => "<< /Kids [1 0 R 1 0 R] >>" });
    await refused(endless, "pdfBroken");
  });

  it("APP-189 is read as hostile text like every other XML", async () => {
    const bomb = `<!DOCTYPE a [<!ENTITY b "${"c".repeat(99)}">]><a>&b;</a>`;
    const xml = await xmlInPdf(pdfWith([{ name: "factur-x.xml", content: bomb }]), largest);
    assert.throws(() => readInvoice(xml), { name: "InvoiceFault", code: "doctype" });
  });
});
