import { readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { client, ether, euros, giveEuros } from "./chain.ts";
import { buy, connect, csv, csvName, publish, unique } from "./steps.ts";
import { accountAt, injectWallet } from "./wallet.ts";

const seller = 19;
const buyer = 12;
const outsider = 13;

test.describe("the market", () => {
  test.describe.configure({ mode: "serial" });
  const title = unique("Weather of Seattle");
  let path = "";

  test("APP-16 publishes a real CSV: encrypted here, anchored and offered in one transaction", async ({ page }) => {
    const wallet = await injectWallet(page, seller);
    const uploads: Buffer[] = [];
    page.on("request", (request) => {
      if (request.method() === "PUT") uploads.push(request.postDataBuffer() ?? Buffer.alloc(0));
    });
    await page.goto("/");
    await connect(page);
    path = await publish(page, { title });
    expect(path).toMatch(/^\/market\/0x[0-9a-f]{64}$/);
    expect(wallet.requests.filter((method) => method === "eth_sendTransaction")).toHaveLength(1);
    // The file's own words are in no upload but the manifest's public sample.
    expect(uploads.filter((body) => body.includes(csv.slice(2_000, 2_200)))).toHaveLength(0);
    await page.getByRole("link", { name: "See the data set" }).click();
    await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
    await expect(page.getByText("Checked: the manifest is the one that was anchored")).toBeVisible();
    await expect(page.getByRole("cell", { name: "2012-01-01" })).toBeVisible();
    await expect(page.getByText("3 EURX").first()).toBeVisible();
  });

  test("APP-22 shows the owner's tools to the owner alone", async ({ page }) => {
    await injectWallet(page, seller);
    await page.goto("/");
    await connect(page);
    await page.goto(path);
    await expect(page.getByRole("heading", { name: "Your tools as owner" })).toBeVisible();
    await expect(page.getByRole("button", { name: "You own this" })).toBeDisabled();
  });

  test("APP-20 refuses a third wallet, and shows it nothing", async ({ page }) => {
    await injectWallet(page, outsider);
    await page.goto("/");
    await connect(page);
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
    await expect(page.getByRole("heading", { name: "Your tools as owner" })).toHaveCount(0);
    await page.goto(path.replace("/market/", "/library/"));
    await page.getByRole("button", { name: "Get the key" }).click();
    await expect(page.getByText(/The keepers refused the key/)).toBeVisible();
    await expect(page.getByRole("button", { name: /^Preview/ })).toBeDisabled();
    await expect(page.getByRole("button", { name: /^Save/ })).toBeDisabled();
  });

  test("APP-17 buys with one signature and no ether of the buyer", async ({ page }) => {
    await giveEuros(buyer);
    const { address } = accountAt(buyer);
    const before = {
      euros: await euros(address),
      ether: await ether(address),
      nonce: await client.getTransactionCount({ address }),
    };
    const wallet = await injectWallet(page, buyer);
    await page.goto("/");
    await connect(page);
    await page.goto(path);
    await page.getByRole("button", { name: "Buy", exact: true }).click();
    await expect(page.getByText("What you sign")).toBeVisible();
    await expect(page.getByText(/One payment of exactly/)).toContainText("3 EURX");
    wallet.requests.length = 0;
    await page.getByRole("button", { name: "Sign and buy" }).click();
    await expect(page.getByText("It is yours")).toBeVisible();
    expect(wallet.requests.filter((method) => /sign|send/i.test(method))).toEqual(["eth_signTypedData_v4"]);
    expect(before.euros - (await euros(address))).toBe(3_000_000n);
    expect(await ether(address)).toBe(before.ether);
    expect(await client.getTransactionCount({ address })).toBe(before.nonce);
  });

  test("APP-19 reads what was bought: rows on the page, and the file as it was", async ({ page }) => {
    await injectWallet(page, buyer);
    await page.goto("/");
    await connect(page);
    await page.goto("/library");
    await page.getByRole("link", { name: title }).click();
    await page.getByRole("button", { name: "Get the key" }).click();
    await expect(page.getByText("The key is here.")).toBeVisible();
    await page.getByRole("button", { name: `Preview: ${csvName}` }).click();
    const table = page.getByRole("table", { name: `Beginning of ${csvName}` });
    await expect(table.getByRole("columnheader", { name: "precipitation" })).toBeVisible();
    await expect(table.getByRole("row")).toHaveCount(101);
    await expect(table.getByRole("cell", { name: "2012-04-01", exact: true })).toBeVisible();
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: `Save: ${csvName}` }).click();
    const saved = await download;
    expect(saved.suggestedFilename()).toBe(csvName);
    expect(readFileSync(await saved.path(), "utf8")).toBe(csv);
    await expect(page.getByText("Every piece was checked")).toBeVisible();
  });

  test("APP-21 gives a purchase back while its window is open, and the money can be fetched", async ({ page }) => {
    const { address } = accountAt(buyer);
    await injectWallet(page, buyer);
    await page.goto("/");
    await connect(page);
    await page.goto(path.replace("/market/", "/library/"));
    await page.getByRole("button", { name: "Give it back" }).click();
    await expect(page.getByText("no right", { exact: true })).toBeVisible();
    const before = await euros(address);
    await page.goto("/library");
    await page.getByRole("button", { name: "Withdraw" }).click();
    await expect(page.getByText("Money is waiting for you")).toBeHidden();
    const back = (await euros(address)) - before;
    expect(back).toBeGreaterThan(2_990_000n);
    expect(back).toBeLessThanOrEqual(3_000_000n);
  });

  test("APP-21 buys a gift for another account", async ({ page }) => {
    const reader = accountAt(15).address;
    await injectWallet(page, buyer);
    await page.goto("/");
    await connect(page);
    await page.goto(path);
    await page.getByRole("button", { name: "Buy", exact: true }).click();
    await page.getByLabel("This is a gift").check();
    await page.getByLabel("Account that gets the right").fill("0x123");
    await expect(page.getByText("An address is 0x and 40 hexadecimal digits.")).toBeVisible();
    await page.getByLabel("Account that gets the right").fill(reader);
    await page.getByRole("button", { name: "Sign and buy" }).click();
    await expect(page.getByText("The gift has arrived")).toBeVisible();
  });

  test("APP-15 finds the data set again by a word of its title, and by filters", async ({ page }) => {
    await page.goto("/market");
    await page.getByRole("searchbox").fill(title);
    await expect(page.getByRole("link", { name: title })).toBeVisible();
    await expect(page.getByText("1 data set", { exact: true })).toBeVisible();
    await page.getByLabel("Free of charge").check();
    await expect(page.getByText("Nothing fits")).toBeVisible();
    await page.getByLabel("Free of charge").uncheck();
    await page.getByLabel("With an open offer").check();
    await expect(page.getByRole("link", { name: title })).toBeVisible();
    await page.getByRole("searchbox").fill("no such words anywhere");
    await expect(page.getByText("0 data sets", { exact: true })).toBeVisible();
  });

  test("APP-09 pays by two transactions where the wallet has no batches, and renews the right", async ({ page }) => {
    const wallet = await injectWallet(page, buyer);
    await page.goto("/");
    await connect(page);
    await page.goto(path);
    await page.getByRole("button", { name: "Buy", exact: true }).click();
    await page.getByRole("radio", { name: /Standing allowance/ }).check();
    wallet.requests.length = 0;
    await page.getByRole("button", { name: "Pay by transaction" }).click();
    await expect(page.getByText("It is yours")).toBeVisible();
    expect(wallet.requests.filter((method) => method === "eth_sendTransaction")).toHaveLength(2);
    await page.getByRole("dialog").getByRole("button", { name: "Close" }).last().click();
    await expect(page.getByRole("heading", { name: /Your right/ })).toBeVisible();
    await buy(page, path);
    await expect(page.getByText("It is yours")).toBeVisible();
    await page.goto(path);
    await expect(page.getByText("59 days left").or(page.getByText("60 days left"))).toBeVisible();
  });

  test("APP-09 pays in one batch where the wallet has them", async ({ page }) => {
    await giveEuros(14);
    const wallet = await injectWallet(page, 14, { batches: true });
    await page.goto("/");
    await connect(page);
    await page.goto(path);
    await page.getByRole("button", { name: "Buy", exact: true }).click();
    await page.getByRole("radio", { name: /Standing allowance/ }).check();
    wallet.requests.length = 0;
    await page.getByRole("button", { name: "Pay by transaction" }).click();
    await expect(page.getByText("It is yours")).toBeVisible();
    expect(wallet.requests.filter((method) => method === "wallet_sendCalls")).toHaveLength(1);
    expect(wallet.requests).not.toContain("eth_sendTransaction");
  });
});
