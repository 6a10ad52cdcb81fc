import { readFile } from "node:fs/promises";
import { type Browser, expect, type Page, test } from "@playwright/test";
import { encodeHistory } from "@tallystick/sdk/bills/historyWire";
import { personaOf } from "@tallystick/sdk/local/personas";
import { numberToHex } from "viem";
import { endorsedHistory } from "./bills.ts";
import { euros, giveEuros } from "./chain.ts";
import { act, expectToFit, filled } from "./claims.ts";
import { firstLoad, mostAtFirst } from "./firstLoad.ts";
import { accountAt } from "./wallet.ts";
import { expectClean, expectCleanInBoth, open } from "./world.ts";

// A bill that is due on the day of its drawing: it is dishonoured, protested and recovered without waiting.

const drawer = personaOf("supplier");
const drawee = personaOf("enterprise");
const first = personaOf("workshop");
const second = personaOf("carrier");
const bank = personaOf("financier");
const addressOf = ({ index }: { index: number }) => accountAt(index).address;
const soon = { timeout: 60_000 };

const balances = () => Promise.all([drawer, drawee, first, second, bank].map((each) => euros(addressOf(each))));

async function endorse(browser: Browser, path: string, from: { index: number }, to: { index: number }): Promise<void> {
  const page = await open(browser, from.index, path);
  await act(page, "Endorse", async () => {
    await page.getByRole("radio", { name: /^Endorsed in full/ }).check();
    await page.getByLabel("To", { exact: true }).fill(addressOf(to));
  });
  await page.context().close();
}

async function doAs(browser: Browser, path: string, who: { index: number }, name: string): Promise<void> {
  const page = await open(browser, who.index, path);
  await act(page, name);
  await page.context().close();
}

async function clickAs(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name, exact: true }).first().click(soon);
}

test.describe("bills", () => {
  test.describe.configure({ mode: "serial" });
  let path = "";
  let before: bigint[] = [];

  test.beforeAll(async () => {
    for (const { index } of [drawer, drawee, first, second, bank]) await giveEuros(index);
    before = await balances();
  });

  test("APP-190 APP-191 shows a bill as a bill before it is drawn, and has the drawee accept it by a link", async ({
    browser,
  }) => {
    const page = await open(browser, drawer.index, "/bills/draw");
    await page.getByLabel("Drawee", { exact: true }).fill(addressOf(drawee), soon);
    await page.getByLabel("Payee", { exact: true }).fill(addressOf(drawer));
    await page.getByLabel(/^Sum/).fill("10.50");
    await page.getByLabel("Due day").fill(new Date().toISOString().slice(0, 10));
    await page.getByLabel("Drawn in").fill(`Basel ${Date.now().toString(36)}, CH`);
    await page.getByLabel("Payable in").fill("Frankfurt am Main, DE");
    await expect(page.getByText("It may be endorsed in blank.")).toBeVisible(soon);
    await expectCleanInBoth(page);
    await expectToFit(page);
    await page.getByRole("button", { name: "Check and show the bill" }).click();
    const front = page.getByRole("region", { name: "Front of the bill" });
    await expect(front.getByText("ten and 50/100 EURX")).toBeVisible(soon);
    await expect(front.getByText("EURX 壹拾元伍角整")).toBeVisible();
    await expectClean(page);
    await expectToFit(page);
    await page.getByRole("button", { name: "Let the drawee accept first" }).click();
    const link = await filled(page.getByLabel("Link for the drawee"));

    const other = await open(browser, drawee.index, new URL(link).pathname + new URL(link).hash);
    await other.getByRole("button", { name: "Sign the acceptance" }).click(soon);
    const back = await filled(other.getByLabel("Link back to the drawer"));
    await other.context().close();

    const target = new URL(back);
    await page.goto("/");
    await page.goto(target.pathname + target.hash);
    await expect(page.getByText(`Accepted for 10.50 EURX by ${drawee.name}`)).toBeVisible(soon);
    await page.getByRole("button", { name: "Draw it" }).click();
    const to = page.getByRole("link", { name: "To the bill" });
    await expect(to).toBeVisible(soon);
    path = (await to.getAttribute("href")) ?? "";
    await page.goto(path);
    await expect(page.getByText(`${drawee.name} has accepted it and owes the sum on the due day.`)).toBeVisible(soon);
    await page.context().close();
  });

  test("APP-192 offers each what the contract lets him do: to his own order, it is endorsed twice", async ({
    browser,
  }) => {
    const page = await open(browser, drawer.index, path);
    await act(page, "Endorse", async () => {
      await page.getByRole("radio", { name: /^Endorsed in full/ }).check();
      await page.getByLabel("To", { exact: true }).fill(addressOf(first));
    });
    await expectCleanInBoth(page);
    await expectToFit(page);
    await page.goto("/bills");
    await expect(page.getByRole("region", { name: "Your bills" }).locator(`a[href="${path}"]`)).toBeVisible(soon);
    await expectClean(page);
    await page.context().close();
    await endorse(browser, path, first, second);
  });

  test("APP-201 is discounted at the desk: posted by its holder, and bought by a bank", async ({ browser }) => {
    const seller = await open(browser, second.index, path);
    await seller.getByRole("link", { name: "Discount this bill" }).click(soon);
    const terms = seller.getByRole("form", { name: "Name your terms" });
    await terms.getByLabel("A fixed sum").check(soon);
    await terms.getByLabel(/^Sum/).fill("10.40");
    await terms.getByRole("button", { name: "Post it for all to see" }).click();
    await expect(seller.getByRole("heading", { name: "Your offers for this bill" })).toBeVisible(soon);
    await expectToFit(seller);
    await seller.context().close();

    const buyer = await open(browser, bank.index, "/bills/desk?view=buy");
    const row = buyer
      .getByRole("table", { name: "Bills for sale" })
      .getByRole("row")
      .filter({ has: buyer.locator(`a[href="${path}"]`) });
    await expect(row).toBeVisible(soon);
    await expectToFit(buyer);
    await row.getByRole("button", { name: "Buy" }).click();
    const dialog = buyer.getByRole("dialog");
    await dialog.getByRole("button", { name: "Buy", exact: true }).click(soon);
    await expect(dialog.getByText("Bought. The bill is yours.")).toBeVisible(soon);
    await buyer.context().close();
  });

  test("APP-193 is dishonoured and protested, and recovered from an endorser and from the drawer", async ({
    browser,
  }) => {
    await doAs(browser, path, bank, "Present for payment");
    await doAs(browser, path, drawee, "Refuse payment");
    const page = await open(browser, bank.index, path);
    await expect(page.getByText("It has to be protested first.")).toBeVisible(soon);
    await act(page, "Protest");
    await expect(page.getByText("Endorser: 10.50 EURX, until")).toHaveCount(1, soon);
    await clickAs(page, "Claim it from him");
    await expect(page.getByText(/ claimed 10.50 EURX from /)).toBeVisible(soon);
    await expectCleanInBoth(page);
    await expectToFit(page);
    await page.context().close();

    const endorser = await open(browser, first.index, path);
    await clickAs(endorser, "Take up and pay");
    await expect(endorser.getByText(/ paid 10.50 EURX to .* and holds it again/)).toBeVisible(soon);
    await endorser.context().close();

    const last = await open(browser, drawer.index, path);
    await clickAs(last, "Take up and pay");
    await expect(last.getByText(/ paid 10.50 EURX to .* and holds it again/)).toHaveCount(2, soon);
    await last.context().close();

    // The acceptor pays in the end: what endorser and drawer paid before comes from him alone.
    const acceptor = await open(browser, drawee.index, path);
    await act(acceptor, "Pay");
    await acceptor.context().close();
    await doAs(browser, path, drawer, "Collect");
    const changes = (await balances()).map((sum, i) => sum - (before[i] ?? 0n));
    expect(changes).toEqual([0n, -10_500_000n, 0n, 10_400_000n, 100_000n]);
  });

  test("APP-194 is printed with a code, and checked without a wallet, from the chain and from a file", async ({
    page,
  }) => {
    await page.goto(path.replace("/bills/", "/bills/print/"));
    await expect(page.getByRole("img", { name: /^QR code that leads to/ })).toBeVisible(soon);
    await expectClean(page);
    const link = (await page.getByRole("link", { name: /\/verify\/bill\// }).getAttribute("href")) ?? "";
    await page.goto(path);
    const saving = page.waitForEvent("download");
    await page.getByRole("button", { name: "Save its history" }).click(soon);
    const file = await readFile(await (await saving).path());
    await page.goto(link);
    await expect(page.getByText("The chain knows this bill")).toBeVisible(soon);
    await expectCleanInBoth(page);
    await expectToFit(page);
    const give = (buffer: Buffer) =>
      page.getByLabel("History file").setInputFiles({ name: "history.json", mimeType: "application/json", buffer });
    await give(file);
    await expect(page.getByText("The file is true, and nothing has happened since.")).toBeVisible(soon);
    await give(Buffer.from(file.toString().replace(/"payableAt": "0x4/, '"payableAt": "0x5')));
    await expect(page.getByText("The file does not prove itself: bill.")).toBeVisible(soon);
    await page.goto(`/verify/bill/0x${"1".repeat(64)}`);
    await expect(page.getByText("The chain does not know this bill")).toBeVisible(soon);
  });

  test("APP-194 proves 250 endorsements in the browser in less than a second", async ({ page }) => {
    const history = await endorsedHistory(drawer, drawee, 250);
    await page.goto(`/verify/bill/${numberToHex(history.id, { size: 32 })}`);
    await page.getByLabel("History file").setInputFiles({
      name: "history.json",
      mimeType: "application/json",
      buffer: Buffer.from(JSON.stringify(encodeHistory(history))),
    });
    const proved = page.getByText(/^The file is true, and nothing has happened since. Its 250 endorsements/);
    await expect(proved).toBeVisible(soon);
    const took = Number(/proved in ([\d,]+) ms/.exec((await proved.textContent()) ?? "")?.[1]?.replace(",", ""));
    console.log(`250 endorsements were proved in ${took} ms`);
    expect(took).toBeLessThan(1_000);
  });

  test("APP-32 loads at most 250 kB of JavaScript first, on every page of a bill", async ({ request }) => {
    const pages = [path, path.replace("/bills/", "/bills/print/"), path.replace("/bills/", "/verify/bill/")];
    for (const each of [...pages, "/bills", "/bills/draw", "/bills/desk", `/bills/acceptors/${addressOf(drawee)}`]) {
      expect(await firstLoad(request, each), each).toBeLessThanOrEqual(mostAtFirst);
    }
  });
});
