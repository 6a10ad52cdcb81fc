import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { baseUnitsOf, decimalOf, decimalText } from "../features/receivables/invoice/decimal.ts";
import { InvoiceFault, type InvoiceFaultCode } from "../features/receivables/invoice/fault.ts";
import { largestInvoice, readInvoice } from "../features/receivables/invoice/read-invoice.ts";

const fixture = (name: string) => readFileSync(new URL(`./invoices/${name}`, import.meta.url), "utf8");
const ubl = fixture("ubl.xml");
const cii = fixture("cii.xml");
const bytes = (text: string) => new TextEncoder().encode(text);
const million = 1_000_000n;

/** The text with one thing in it changed; fails where there is nothing to change. */
function changed(text: string, from: string | RegExp, to: string): string {
  const after = text.replace(from, to);
  assert.notEqual(after, text, `nothing to change: ${from}`);
  return after;
}

function refused(text: string | Uint8Array, code: InvoiceFaultCode, values?: Record<string, string>): void {
  assert.throws(
    () => readInvoice(typeof text === "string" ? bytes(text) : text),
    (error) => {
      assert.ok(error instanceof InvoiceFault, String(error));
      assert.equal(error.code, code);
      if (values) assert.deepEqual(error.values, values);
      return true;
    },
  );
}

describe("readInvoice", () => {
  it("APP-150 reads a UBL 2.1 invoice", () => {
    assert.deepEqual(readInvoice(bytes(ubl)), {
      syntax: "UBL",
      profile: "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0",
      number: "INV-2026/0815",
      issuedOn: "2026-11-20",
      dueOn: "2027-01-19",
      currency: "EUR",
      order: "PO-77120",
      seller: { name: "Brennerei Castings GmbH & Co. KG", ids: ["DE123456789", "HRA 4711"] },
      buyer: { name: "Noordzee Turbines N.V.", ids: ["NL001234567B01"] },
      lines: [
        { id: "1", name: "Hub casting 3.6 t", net: 8_100n * million },
        { id: "2", name: "Bearing housing", net: 2_000n * million },
      ],
      totals: {
        lines: 10_100n * million,
        allowances: 100n * million,
        charges: 0n,
        net: 10_000n * million,
        tax: 1_900n * million,
        taxParts: [1_900n * million],
        gross: 11_900n * million,
        prepaid: 1_900n * million,
        rounding: 0n,
        payable: 10_000n * million,
      },
    });
  });

  it("APP-150 reads a Cross Industry Invoice, with its tax said in a second currency and a rounded sum", () => {
    assert.deepEqual(readInvoice(bytes(cii)), {
      syntax: "CII",
      profile: "urn:cen.eu:en16931:2017",
      number: "RE 2026 00042",
      issuedOn: "2026-11-18",
      dueOn: "2027-02-28",
      currency: "EUR",
      order: "B-2291",
      seller: { name: "Aciers du Rhin SAS", ids: ["FR44732829320", "732829320"] },
      buyer: { name: "Brennerei Castings GmbH & Co. KG", ids: [] },
      lines: [{ id: "1", name: "钢板 12 mm", net: 2_469_140_000n }],
      totals: {
        lines: 2_469_140_000n,
        allowances: 0n,
        charges: 10n * million,
        net: 2_479_140_000n,
        tax: 495_830_000n,
        taxParts: [495_830_000n],
        gross: 2_974_970_000n,
        prepaid: 0n,
        rounding: 30_000n,
        payable: 2_975n * million,
      },
    });
  });

  it("APP-150 goes by namespaces, whatever the prefixes are", () => {
    const other = ubl.replaceAll("cbc:", "b:").replaceAll("xmlns:cbc", "xmlns:b").replaceAll("cac:", "");
    const text = changed(other, "xmlns:cac=", "xmlns=");
    assert.deepEqual(readInvoice(bytes(text)), readInvoice(bytes(ubl)));
  });

  it("APP-150 takes a UBL invoice whose tax is said once more in the currency of its accounts", () => {
    const inSek = changed(
      changed(ubl, "<cbc:BuyerReference>", "<cbc:TaxCurrencyCode>SEK</cbc:TaxCurrencyCode><cbc:BuyerReference>"),
      "<cac:LegalMonetaryTotal>",
      '<cac:TaxTotal><cbc:TaxAmount currencyID="SEK">21660.00</cbc:TaxAmount></cac:TaxTotal><cac:LegalMonetaryTotal>',
    );
    assert.equal(readInvoice(bytes(inSek)).totals.tax, 1_900n * million);
  });

  it("APP-150 takes a due date or an order that is not there for none", () => {
    const without = changed(
      changed(ubl, /<cbc:DueDate>.*<\/cbc:DueDate>/, ""),
      /<cac:OrderReference>[\s\S]*?<\/cac:OrderReference>/,
      "",
    );
    const { dueOn, order } = readInvoice(bytes(without));
    assert.deepEqual([dueOn, order], [undefined, undefined]);
  });

  it("APP-150 takes the profiles of Factur-X that have no lines, and no others without", () => {
    const bare = changed(
      cii,
      /<ram:IncludedSupplyChainTradeLineItem>[\s\S]*?<\/ram:IncludedSupplyChainTradeLineItem>/,
      "",
    );
    refused(bare, "noLines");
    const minimum = changed(bare, "urn:cen.eu:en16931:2017", "urn:factur-x.eu:1p0:minimum");
    assert.equal(readInvoice(bytes(minimum)).lines.length, 0);
  });
});

describe("readInvoice, hostile files", () => {
  it("APP-151 refuses a document type before any entity of it is expanded", () => {
    const bomb = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>';
    refused(changed(ubl, "<ubl:Invoice", `${bomb}<ubl:Invoice`), "doctype");
    refused(changed(ubl, "<ubl:Invoice", '<!DOCTYPE x SYSTEM "file:///etc/passwd"><ubl:Invoice'), "doctype");
    refused(changed(ubl, "INV-2026/0815", "&b;"), "notXml");
  });

  it("APP-151 refuses what is too large, too deep or of too many elements", () => {
    refused(new Uint8Array(largestInvoice + 1), "tooLarge", { max: "10" });
    refused(`${"<a>".repeat(100_000)}`, "tooDeep");
    refused(`<a>${"<b/>".repeat(300_001)}</a>`, "tooMany");
  });

  it("APP-151 refuses what is no well-formed XML in UTF-8", () => {
    refused("", "notXml");
    refused("%PDF-1.7", "notXml");
    refused(changed(ubl, "</cbc:ID>", "</cbc:Id>"), "notXml");
    refused(changed(ubl, "<cbc:ID>", "<nobody:ID>"), "notXml");
    refused(Uint8Array.from([0xff, 0xfe, 0x3c, 0x00]), "notText");
    refused(changed(ubl, 'encoding="UTF-8"', 'encoding="ISO-8859-1"'), "notText");
  });

  it("APP-151 refuses other documents and namespaces", () => {
    refused("<Invoice/>", "notInvoice", { name: "Invoice", namespace: "" });
    refused(changed(ubl, "xsd:Invoice-2", "xsd:Invoice-3"), "notInvoice");
    refused(changed(ubl, "CommonBasicComponents-2", "CommonBasicComponents-1"), "missing");
    refused(changed(cii, "CrossIndustryInvoice:100", "CrossIndustryInvoice:99"), "notInvoice");
  });

  it("APP-151 refuses credit notes, claims of a factor and what else is no invoice", () => {
    refused(changed(ubl, ">380<", ">381<"), "creditNote");
    refused(changed(cii, ">380<", ">381<"), "creditNote");
    refused(ubl.replaceAll("ubl:Invoice", "ubl:CreditNote").replace("xsd:Invoice-2", "xsd:CreditNote-2"), "creditNote");
    refused(changed(ubl, ">380<", ">393<"), "factored");
    refused(changed(ubl, ">380<", ">325<"), "otherType", { type: "325" });
  });

  it("APP-151 refuses several currencies, wherever one stands", () => {
    refused(
      changed(ubl, '<cbc:PriceAmount currencyID="EUR">', '<cbc:PriceAmount currencyID="USD">'),
      "severalCurrencies",
      {
        first: "EUR",
        second: "USD",
      },
    );
    refused(
      changed(ubl, '<cbc:PayableAmount currencyID="EUR">', '<cbc:PayableAmount currencyID="USD">'),
      "severalCurrencies",
    );
    refused(changed(cii, "<ram:DuePayableAmount>", '<ram:DuePayableAmount currencyID="SEK">'), "severalCurrencies");
    refused(changed(cii, "<ram:TaxCurrencyCode>SEK</ram:TaxCurrencyCode>", ""), "severalCurrencies");
    refused(changed(ubl, ">EUR<", ">euro<"), "badCurrency", { value: "euro" });
  });

  it("APP-151 refuses sums that do not add up, by a cent", () => {
    const wrong = (from: string, to: string, code: InvoiceFaultCode, values?: Record<string, string>) =>
      refused(changed(ubl, from, to), code, values);
    wrong('EUR">8100.00', 'EUR">8100.01', "linesDiffer", { stated: "10100.00", computed: "10100.01" });
    wrong('TotalAmount currencyID="EUR">100.00', 'TotalAmount currencyID="EUR">99.99', "netDiffers");
    wrong('<cbc:TaxAmount currencyID="EUR">1900.00', '<cbc:TaxAmount currencyID="EUR">1900.01', "taxDiffers");
    wrong("11900.00", "11900.01", "grossDiffers");
    wrong('PayableAmount currencyID="EUR">10000.00', 'PayableAmount currencyID="EUR">10000.01', "payableDiffers");
    refused(changed(cii, "<ram:RoundingAmount>0.03", "<ram:RoundingAmount>0.04"), "payableDiffers");
  });

  it("APP-151 refuses an invoice of which nothing is due", () => {
    const paid = changed(
      changed(ubl, 'PrepaidAmount currencyID="EUR">1900.00', 'PrepaidAmount currencyID="EUR">11900.00'),
      'PayableAmount currencyID="EUR">10000.00',
      'PayableAmount currencyID="EUR">0.00',
    );
    refused(paid, "nothingDue", { amount: "0.00" });
  });

  it("APP-151 names what is missing, what is there twice and what can't be read", () => {
    refused(changed(ubl, "<cbc:ID>INV-2026/0815</cbc:ID>", ""), "missing", { field: "cbc:ID" });
    refused(changed(ubl, "<cbc:ID>INV-2026/0815</cbc:ID>", "<cbc:ID> </cbc:ID>"), "missing", { field: "cbc:ID" });
    refused(changed(cii, "<ram:ID>RE 2026 00042</ram:ID>", ""), "missing", { field: "ram:ID" });
    refused(changed(ubl, "<cbc:ID>INV", "<cbc:ID>B</cbc:ID><cbc:ID>INV"), "twice", { field: "cbc:ID" });
    refused(changed(ubl, "2026-11-20", "2026-02-30"), "badDate", { field: "cbc:IssueDate", value: "2026-02-30" });
    refused(changed(cii, "20270228", "20270229"), "badDate");
    refused(changed(cii, 'format="102">20261118', 'format="610">20261118'), "badDate");
    refused(changed(ubl, "8100.00", "8,100.00"), "badAmount");
    refused(changed(ubl, "8100.00", "8.1e3"), "badAmount");
    refused(
      changed(
        cii,
        "</ram:SpecifiedTradePaymentTerms>",
        '<ram:DueDateDateTime><udt:DateTimeString format="102">20270301</udt:DateTimeString></ram:DueDateDateTime></ram:SpecifiedTradePaymentTerms>',
      ),
      "severalDueDates",
    );
  });

  it("APP-151 shows a stranger's text on one line, cut, and without characters that turn it round", () => {
    const text = changed(ubl, "Noordzee Turbines N.V.", `Noord\u202ezee\n<![CDATA[<script>]]>${"x".repeat(20_000)}`);
    const { name } = readInvoice(bytes(text)).buyer;
    assert.equal(name.slice(0, 19), "Noord\ufffdzee <script>x");
    assert.equal(name.length, 200);
  });
});

describe("decimals of invoices", () => {
  it("APP-150 are exact, and nothing else than decimals", () => {
    assert.equal(decimalOf("1234.50"), 1_234_500_000n);
    assert.equal(decimalOf(" -.5 "), -500_000n);
    assert.equal(decimalOf("+7."), 7_000_000n);
    assert.equal(decimalOf("0.10000000000"), 100_000n);
    for (const bad of ["", ".", "1e3", "1,5", "0x10", "1.0000001", "1234567890123456789", "NaN", "--1", "1 2"])
      assert.equal(decimalOf(bad), undefined, bad);
    assert.equal(decimalText(-1_234_567_891n), "-1234.567891");
    assert.equal(decimalText(5n * million), "5.00");
  });
  it("APP-150 become base units of a token that has places enough, and of no other", () => {
    assert.equal(baseUnitsOf(1_234_500_000n, 6), 1_234_500_000n);
    assert.equal(baseUnitsOf(1_234_500_000n, 2), 123_450n);
    assert.equal(baseUnitsOf(1_234_500_000n, 18), 1_234_500_000_000_000_000_000n);
    assert.equal(baseUnitsOf(1_234_560_000n, 1), undefined);
  });
});
