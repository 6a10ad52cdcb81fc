import { readFileSync } from "node:fs";
import { expect, type Page, test } from "@playwright/test";
import { send } from "@tallystick/sdk/chain/send";
import { approve, buy } from "@tallystick/sdk/market/buying";
import { grant } from "@tallystick/sdk/market/selling";
import { deployed } from "@tallystick/sdk/networks";
import { giveEther, giveEuros } from "./chain.ts";
import { connect, unique } from "./steps.ts";
import { accountAt, injectWallet } from "./wallet.ts";
import { actorAt, expectClean, makeDataset } from "./world.ts";

const seller = 25;
const buyer = 26;

async function as(page: Page, index: number) {
  const wallet = await injectWallet(page, index);
  await page.goto("/");
  await connect(page);
  return wallet;
}

test.describe("the library", () => {
  test.describe.configure({ mode: "serial" });
  test.beforeAll(async () => {
    for (const index of [seller, buyer]) await giveEther(index);
    await giveEuros(buyer);
  });

  test("APP-56 goes on with a download after a reload, from where it broke off", async ({ page }) => {
    test.setTimeout(150_000);
    const bytes = crypto.getRandomValues(new Uint8Array(60_000));
    const large = new Uint8Array(3 * 1_048_576).map((_, i) => bytes[i % bytes.length] ?? 0);
    const file = { name: "large.bin", mediaType: "application/octet-stream", bytes: large };
    const { id, path } = await makeDataset(seller, unique("A large file"), { file });
    const { market } = deployed(actorAt(seller).network);
    const scope = { dataset: id, duration: 0, segments: 1, fromVersion: 1, laterVersions: true };
    await send(actorAt(seller), grant(market, { ...scope, reader: accountAt(buyer).address }));
    await as(page, buyer);
    const library = path.replace("/market/", "/library/");
    const content = /\/v1\/content\//;
    let cut = 0;
    await page.goto(library);
    await page.getByRole("button", { name: "Get the key" }).click();
    await expect(page.getByText("The key is here.")).toBeVisible({ timeout: 30_000 });
    // One and a half chunks come, and then nothing any more.
    await page.context().route(content, async (route) => {
      if (cut++ > 0) return route.abort();
      const response = await route.fetch();
      const body = (await response.body()).subarray(0, 1_600_000);
      return route.fulfill({ response, body, headers: { ...response.headers(), "content-length": "1600000" } });
    });
    await page.getByRole("button", { name: "Save: large.bin" }).click();
    await expect(page.getByText("It broke off.")).toBeVisible({ timeout: 60_000 });
    await expect(page.getByRole("main").getByRole("alert")).toBeVisible();
    await page.context().unroute(content);

    await page.reload();
    await page.getByRole("button", { name: "Get the key" }).click();
    await expect(page.getByText("33 % of it is here from last time.")).toBeVisible({ timeout: 30_000 });
    const ranges: (string | undefined)[] = [];
    page.context().on("request", (request) => {
      if (content.test(request.url())) ranges.push(request.headers().range);
    });
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "Go on: large.bin" }).click();
    const saved = readFileSync(await (await download).path());
    expect(saved.equals(Buffer.from(large))).toBe(true);
    await expect(page.getByText("Every piece was checked")).toBeVisible();
    expect(ranges.filter((range) => range !== undefined)[0]).toBe("bytes=1048592-");
  });

  test("APP-57 keeps the keepers' answers, exports them, and hands one to the audit page", async ({ page }) => {
    const { path } = await makeDataset(seller, unique("Not for you"));
    await as(page, buyer);
    await page.goto(path.replace("/market/", "/library/"));
    await page.getByRole("button", { name: "Get the key" }).click();
    await expect(page.getByText(/The keepers refused the key/)).toBeVisible({ timeout: 30_000 });
    const receipts = page.getByRole("region", { name: /receipts? of the keepers/ });
    await expect(receipts.getByText("refused", { exact: true }).first()).toBeVisible();
    const download = page.waitForEvent("download");
    await receipts.getByRole("button", { name: "Export all" }).click();
    const file = JSON.parse(readFileSync(await (await download).path(), "utf8"));
    expect(file.tallystick).toBe("receipts/1");
    expect(file.receipts[0].receipt).toMatchObject({ granted: false, code: "no-right" });
    expect(file.receipts[0].asked.request.reader.toLowerCase()).toBe(accountAt(buyer).address.toLowerCase());
    await expectClean(page);
    await receipts
      .getByRole("link", { name: /^Check it/ })
      .first()
      .click();
    await expect(page).toHaveURL(/\/audit#receipt=/);
  });

  test("APP-58 renews on a mandate that is signed once, shows how it stands, and ends it", async ({ page }) => {
    const { eurx = "0x", market } = deployed(actorAt(seller).network);
    const offer = { token: eurx, price: 1_000_000n, duration: 30 * 86_400, segments: 1 };
    const title = unique("Renewable");
    const { id, path } = await makeDataset(seller, title, { offers: [offer] });
    const { offersOf } = await import("@tallystick/sdk/market/offers");
    const terms = (await offersOf(actorAt(buyer), id))[0]?.terms;
    if (!terms) throw new Error("no offer");
    await send(actorAt(buyer), approve(eurx, market, 1_000_000n));
    await send(actorAt(buyer), buy(market, { terms, reader: accountAt(buyer).address }));
    await as(page, buyer);
    await page.goto(path.replace("/market/", "/library/"));
    await page.getByRole("button", { name: "Renew for me" }).click();
    await page.getByLabel(/^Up to, in all/).fill("0.5");
    await expect(page.getByText("One renewal costs 1 EURX.")).toBeVisible();
    await page.getByLabel(/^Up to, in all/).fill("3");
    await expect(page.getByText(/for 3 EURX at most in all/)).toBeVisible();
    await page.getByRole("button", { name: "Sign the mandate" }).click();
    const mandates = page.getByRole("region", { name: "Mandates to renew" });
    await expect(mandates.getByText(/0 EURX of 3 EURX spent/)).toBeVisible({ timeout: 30_000 });
    await expect(mandates.getByRole("button", { name: "Renew now" })).toBeDisabled();
    await mandates.getByRole("button", { name: "Withdraw" }).click();
    await expect(mandates.getByText("withdrawn")).toBeVisible({ timeout: 30_000 });

    // The same right: shown as a token, and rated.
    await page.getByRole("button", { name: "Mint a pass" }).click();
    await expect(page.getByRole("img", { name: /^Pass to/ })).toBeVisible({ timeout: 30_000 });
    await page.getByRole("button", { name: "Rate", exact: true }).click();
    await page.getByRole("radio", { name: "4 stars" }).check({ force: true });
    await page.getByLabel(/^Comment/).fill("Dry & <i>useful</i>");
    await page.getByRole("dialog").getByRole("button", { name: "Rate", exact: true }).click();
    await expect(page.getByText("You gave it 4 stars.")).toBeVisible({ timeout: 30_000 });
  });

  test("APP-59 tops up a balance by one transfer, and gives it back", async ({ page }) => {
    const wallet = await as(page, buyer);
    await page.goto("/library");
    await page.getByRole("button", { name: "Top up" }).click();
    await page.getByLabel(/^Amount/).fill("5");
    wallet.requests.length = 0;
    await page.getByRole("form", { name: "Top up" }).getByRole("button", { name: "Top up" }).click();
    await expect(page.getByText("5 EURX")).toBeVisible({ timeout: 30_000 });
    expect(wallet.requests.filter((method) => method === "eth_sendTransaction")).toHaveLength(1);
    await page.getByRole("button", { name: "Withdraw" }).first().click();
    await expect(page.getByText("5 EURX")).toBeHidden({ timeout: 30_000 });
  });
});
