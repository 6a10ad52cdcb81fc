import { readFileSync } from "node:fs";
import { type Browser, expect, type Page, test } from "@playwright/test";
import { euros, giveEuros } from "./chain.ts";
import { buy, connect, csv, csvName, publish, unique } from "./steps.ts";
import { accountAt, injectWallet } from "./wallet.ts";

// The main journey of the market, from end to end, each person in a browser of their own.

const seller = 16;
const buyer = 15;

test.describe("the journey of a file", () => {
  test.describe.configure({ mode: "serial", timeout: 180_000 });
  const title = unique("Weather on a journey");
  let ofSeller: Page;
  let ofBuyer: Page;
  let path = "";

  async function personIn(browser: Browser, index: number): Promise<Page> {
    const page = await (await browser.newContext()).newPage();
    await injectWallet(page, index);
    await page.goto("/");
    await connect(page);
    return page;
  }

  test.beforeAll(async ({ browser }) => {
    await giveEuros(buyer);
    ofSeller = await personIn(browser, seller);
    ofBuyer = await personIn(browser, buyer);
  });

  test.afterAll(async () => {
    await ofSeller.context().close();
    await ofBuyer.context().close();
  });

  test("APP-16 APP-17 is published by one, and bought by another with one signature", async () => {
    path = await publish(ofSeller, { title });
    const before = await euros(accountAt(buyer).address);
    await buy(ofBuyer, path);
    await expect(ofBuyer.getByText("It is yours")).toBeVisible();
    expect(before - (await euros(accountAt(buyer).address))).toBe(3_000_000n);
  });

  test("APP-19 is downloaded and opened, byte for byte as it was", async () => {
    await ofBuyer.goto(path.replace("/market/", "/library/"));
    await ofBuyer.getByRole("button", { name: "Get the key" }).click();
    await expect(ofBuyer.getByText("The key is here.")).toBeVisible();
    const download = ofBuyer.waitForEvent("download");
    await ofBuyer.getByRole("button", { name: `Save: ${csvName}` }).click();
    expect(readFileSync(await (await download).path(), "utf8")).toBe(csv);
  });

  test("APP-34 is refused after the seller has revoked the right", async () => {
    await ofSeller.goto(path);
    const sales = ofSeller.getByRole("region", { name: "Sales" });
    await sales.getByRole("button", { name: "Revoke and pay back" }).click();
    await expect(sales.getByRole("button", { name: "Revoke and pay back" })).toHaveCount(0);
    await ofBuyer.goto(path.replace("/market/", "/library/"));
    await ofBuyer.getByRole("button", { name: "Get the key" }).click();
    await expect(ofBuyer.getByText(/The keepers refused the key/)).toContainText("Your right to read this was revoked");
    await expect(ofBuyer.getByRole("button", { name: /^Save/ })).toBeDisabled();
  });

  test("APP-90 leaves a receipt of the refusal, which the audit page verifies in the browser", async () => {
    const receipts = ofBuyer.getByRole("region", { name: /receipts? of the keepers/ });
    const refusal = receipts.getByRole("listitem").filter({ hasText: "refused" }).first();
    await expect(refusal).toContainText(title);
    await refusal.getByRole("link", { name: /^Check it/ }).click();
    const card = ofBuyer.getByRole("article").filter({ hasText: title });
    await expect(card.getByText("right-revoked")).toBeVisible();
    await expect(card.getByText("denied", { exact: true })).toBeVisible();
    const checks = card.getByRole("group", { name: "What was checked" });
    await expect(checks.getByText(/Signed by/)).toBeVisible();
    await expect(checks.getByText(/Not anchored yet|The chain proves it/)).toBeVisible();
    await expect(checks.getByText("Does not hold")).toHaveCount(0);
  });
});
