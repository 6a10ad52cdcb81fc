import { type Browser, expect, type Page, test } from "@playwright/test";
import { personaOf } from "@tallystick/sdk/local/personas";
import { euros, giveEuros } from "./chain.ts";
import { act, expectToFit } from "./claims.ts";
import { firstLoad, mostAtFirst } from "./firstLoad.ts";
import { connect } from "./steps.ts";
import { accountAt, injectWallet } from "./wallet.ts";
import { expectClean } from "./world.ts";

const indexOf = (id: "enterprise" | "supplier" | "workshop" | "financier") => personaOf(id).index;
const addressOf = (id: Parameters<typeof indexOf>[0]) => accountAt(indexOf(id)).address;

async function pageAs(browser: Browser, id: Parameters<typeof indexOf>[0]): Promise<Page> {
  const page = await (await browser.newContext({ locale: "en-GB" })).newPage();
  await injectWallet(page, indexOf(id));
  await page.goto("/");
  await connect(page, "Test wallet", personaOf(id).name);
  return page;
}

const day = (fromNow: number) => new Date(Date.now() + fromNow * 86_400_000).toISOString().slice(0, 10);

/** An invoice in UBL 2.1 over 90.00 EUR. */
function invoiceXml(number: string): string {
  const amount = (name: string, value: string) => `<cbc:${name} currencyID="EUR">${value}</cbc:${name}>`;
  const party = (role: string, name: string) =>
    `<cac:${role}><cac:Party><cac:PartyLegalEntity><cbc:RegistrationName>${name}</cbc:RegistrationName></cac:PartyLegalEntity></cac:Party></cac:${role}>`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
  xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
  xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
  <cbc:ID>${number}</cbc:ID><cbc:IssueDate>${day(-1)}</cbc:IssueDate><cbc:DueDate>${day(60)}</cbc:DueDate>
  <cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode><cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
  ${party("AccountingSupplierParty", "Jing Axles Ltd")}${party("AccountingCustomerParty", "Nordlys Motors AS")}
  <cac:TaxTotal>${amount("TaxAmount", "15.00")}</cac:TaxTotal>
  <cac:LegalMonetaryTotal>${amount("LineExtensionAmount", "75.00")}${amount("TaxExclusiveAmount", "75.00")}${amount("TaxInclusiveAmount", "90.00")}${amount("PayableAmount", "90.00")}</cac:LegalMonetaryTotal>
  <cac:InvoiceLine><cbc:ID>1</cbc:ID>${amount("LineExtensionAmount", "75.00")}<cac:Item><cbc:Name>Front axle</cbc:Name></cac:Item></cac:InvoiceLine>
</Invoice>`;
}

test.describe("receivables", () => {
  test.describe.configure({ mode: "serial" });
  const number = `AX-${Date.now().toString(36).toUpperCase()}`;
  const plain = number.replace("-", "");
  let path = "";
  const everybody = ["enterprise", "supplier", "workshop", "financier"] as const;
  const balances = () => Promise.all(everybody.map((id) => euros(addressOf(id))));
  let before: bigint[] = [];

  test.beforeAll(async () => {
    for (const id of ["enterprise", "financier"] as const) await giveEuros(indexOf(id));
    before = await balances();
  });

  test("APP-151 refuses a hostile file with a sentence", async ({ page }) => {
    await page.goto("/receivables/register");
    const bomb = invoiceXml(number).replace("<Invoice ", '<!DOCTYPE x [<!ENTITY a "ha">]><Invoice ');
    await page
      .getByLabel("Choose an XML file")
      .setInputFiles({ name: "bomb.xml", mimeType: "text/xml", buffer: Buffer.from(bomb) });
    await expect(page.getByText("The file has a document type")).toBeVisible();
  });

  test("APP-154 registers an XML invoice, of which all is shown before it is signed", async ({ browser }) => {
    const page = await pageAs(browser, "supplier");
    await page.goto("/receivables/register");
    await page
      .getByLabel("Choose an XML file")
      .setInputFiles({ name: "invoice.xml", mimeType: "text/xml", buffer: Buffer.from(invoiceXml(number)) });
    await expect(page.getByText("Read “invoice.xml”.")).toBeVisible();
    await expect(page.getByText("Nordlys Motors AS")).toBeVisible();
    await expect(page.getByLabel(/^Amount to be paid/)).toHaveValue("90.00");
    await page.getByLabel("Debtor").fill(addressOf("enterprise"));
    await expectClean(page);
    await page.getByRole("button", { name: "Check and show what is signed" }).click();
    await expect(page.getByRole("heading", { name: "What you register" })).toBeVisible();
    await expect(page.getByText(plain, { exact: true })).toBeVisible();
    await page.getByRole("button", { name: "Register", exact: true }).click();
    const link = page.getByRole("link", { name: "To the receivable" });
    await expect(link).toBeVisible({ timeout: 30_000 });
    path = (await link.getAttribute("href")) ?? "";
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1, name: plain })).toBeVisible({ timeout: 30_000 });
    await expect(page.getByText("It waits for the debtor to confirm it.")).toBeVisible();
    await page.context().close();
  });

  test("APP-155 confirms what was chosen on the desk of the core enterprise", async ({ browser }) => {
    const page = await pageAs(browser, "enterprise");
    await page.goto("/receivables?role=core&status=registered");
    await page.getByLabel(`Choose ${plain}`).check();
    await expect(page.getByText("1 chosen: 90 EURX")).toBeVisible();
    await expectClean(page);
    await page.getByRole("button", { name: "Confirm the 1 chosen" }).click();
    await expect(page.getByText("1 invoice is confirmed.")).toBeVisible({ timeout: 30_000 });
    await page.context().close();
  });

  test("APP-158 APP-160 hands 30 % on, and each may do what is his alone", async ({ browser }) => {
    const page = await pageAs(browser, "supplier");
    await page.goto(path);
    await expect(page.getByText("The debtor has undertaken to pay it")).toBeVisible({ timeout: 30_000 });
    await page.getByRole("button", { name: "Hand on", exact: true }).click();
    await page.getByLabel("To", { exact: true }).fill(addressOf("workshop"));
    await page.getByLabel(/^Amount/).fill("27");
    await expect(page.getByText("27 EURX of 90 EURX; 63 EURX stays with you.")).toBeVisible();
    await expectClean(page);
    await page.getByRole("button", { name: "Hand on", exact: true }).last().click();
    await expect(page.getByText("Done. It shows here as soon as the chain has it.")).toBeVisible({ timeout: 30_000 });
    await expectToFit(page);
    await page.getByText("As a list").click();
    await expect(page.getByText(`${personaOf("workshop").name} holds 27 EURX (without recourse)`)).toBeVisible({
      timeout: 30_000,
    });
    await page.context().close();
  });

  test("APP-159 prints a statement whose code leads to a page that anybody checks it on", async ({ page }) => {
    await page.goto(`${path}/statement`);
    await expect(page.getByRole("img", { name: /^QR code that leads to/ })).toBeVisible({ timeout: 30_000 });
    await expectClean(page);
    const link = (await page.getByRole("link", { name: /\/verify\/receivable\// }).getAttribute("href")) ?? "";
    await page.goto(link);
    await expect(page.getByText("The chain knows these terms")).toBeVisible({ timeout: 30_000 });
    await expect(page.getByText("The terms come from this address.")).toBeVisible();
    await expectClean(page);
    // One character of the amount, in the middle of what the code says.
    const at = link.indexOf("#") + 1 + 100;
    const changed = `${link.slice(0, at)}${link[at] === "A" ? "B" : "A"}${link.slice(at + 1)}`;
    await page.goto("/");
    await page.goto(changed);
    await expect(page.getByText("The chain does not know these terms")).toBeVisible({ timeout: 30_000 });
  });

  test("APP-32 loads at most 250 kB of JavaScript first, on every page of a receivable", async ({ request }) => {
    const pages = [path, `${path}/statement`, path.replace("/receivables/", "/verify/receivable/")];
    for (const each of pages) expect(await firstLoad(request, each), each).toBeLessThanOrEqual(mostAtFirst);
  });

  test("APP-160 APP-170 APP-173 is sold in part by the supplier's supplier to a financier, by an offer that he posts", async ({
    browser,
  }) => {
    const seller = await pageAs(browser, "workshop");
    await seller.goto(path);
    await expect(seller.getByText("Your part: 27 EURX")).toBeVisible({ timeout: 30_000 });
    await seller.getByRole("link", { name: "Sell it" }).click();
    const form = seller.getByRole("form", { name: "Name your terms" });
    await form.getByLabel("A fixed sum").check({ timeout: 30_000 });
    await form.getByLabel(/^Sum/).fill("19.50");
    await form.getByLabel("A part of it").check();
    await form.getByLabel(/^Part of the face/).fill("20");
    await form.getByRole("button", { name: "Post it for all to see" }).click();
    await expect(seller.getByRole("heading", { name: "Your offers for this lot" })).toBeVisible({ timeout: 30_000 });
    await expectToFit(seller);
    await seller.context().close();

    const buyer = await pageAs(browser, "financier");
    await buyer.goto("/receivables/quotes?view=buy");
    const row = buyer.getByRole("table", { name: "Lots for sale" }).getByRole("row", { name: plain });
    await expect(row).toBeVisible({ timeout: 30_000 });
    await expectToFit(buyer);
    await row.getByRole("button", { name: "Buy" }).click();
    const dialog = buyer.getByRole("dialog");
    const [from, of] = [personaOf("workshop").name, personaOf("enterprise").name];
    await expect(dialog.getByText(`You pay 19.50 EURX to ${from}, and ${of} owes you 20 EURX`)).toBeVisible();
    await dialog.getByRole("button", { name: "Buy", exact: true }).click();
    await expect(dialog.getByText("Bought. The lot is yours.")).toBeVisible({ timeout: 30_000 });
    await buyer.context().close();
  });

  test("APP-93 APP-157 is paid by the debtor at once, and collected by all three: the sums of all four add up", async ({
    browser,
  }) => {
    const debtor = await pageAs(browser, "enterprise");
    await debtor.goto(path);
    await debtor.getByRole("button", { name: "Pay", exact: true }).click();
    await expect(debtor.getByText("90 EURX is due now.")).toBeVisible({ timeout: 30_000 });
    await debtor.getByRole("button", { name: "Pay", exact: true }).last().click();
    await expect(debtor.getByText("All of it is paid.")).toBeVisible({ timeout: 45_000 });
    await debtor.context().close();
    for (const id of ["supplier", "workshop", "financier"] as const) {
      const page = await pageAs(browser, id);
      await page.goto(path);
      await act(page, "Collect");
      await page.context().close();
    }
    const changes = (await balances()).map((sum, i) => sum - (before[i] ?? 0n));
    expect(changes).toEqual([-90_000_000n, 63_000_000n, 26_500_000n, 500_000n]);
    expect(changes.reduce((sum, change) => sum + change)).toBe(0n);
  });
});
