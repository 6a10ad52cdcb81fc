import { expect, type Page, test } from "@playwright/test";
import { putTariff, signTariff } from "@tallystick/sdk/gateway/tariffs";
import { deployed } from "@tallystick/sdk/networks";
import { euros, giveEuros } from "./chain.ts";
import { connect, csvName, unique } from "./steps.ts";
import { accountAt, injectWallet } from "./wallet.ts";
import { actorAt, expectClean, makeDataset } from "./world.ts";

const reader = 16;
const provider = 17;

async function as(page: Page, index: number) {
  const wallet = await injectWallet(page, index);
  await page.goto("/");
  await connect(page);
  return wallet;
}

test.describe("tabs", () => {
  test.describe.configure({ mode: "serial" });
  let path = "";
  let link = "";

  test("APP-50 opens a tab with a deposit by one signature, where a data set is sold by use, and reads it", async ({
    page,
  }) => {
    await giveEuros(reader);
    const { id, path: made } = await makeDataset(provider, unique("Weather by use"));
    path = made.replace("/market/", "/library/");
    const seller = actorAt(provider);
    const { eurx, market } = deployed(seller.network);
    const tariff = {
      dataset: id,
      fromVersion: 1,
      laterVersions: true,
      segments: 1,
      token: eurx ?? "0x",
      price: 1_200_000n,
      provider: accountAt(provider).address,
      serial: 1,
      validUntil: BigInt(Math.floor(Date.now() / 1000) + 86_400),
    };
    const signed = await signTariff(31337, market, tariff, (data) => accountAt(provider).signTypedData(data));
    for (const gateway of seller.network.gateways) await putTariff(gateway, signed);

    const wallet = await as(page, reader);
    await page.goto(path);
    await expect(page.getByRole("heading", { name: "Pay by use" })).toBeVisible();
    await page.getByRole("button", { name: "Open a tab" }).click();
    await page.getByLabel(/^Deposit/).fill("10");
    wallet.requests.length = 0;
    await page.getByRole("button", { name: "Open it" }).click();
    await expect(page.getByText("You owe 1.20 EURX in all on this tab")).toBeVisible({ timeout: 30_000 });
    expect(wallet.requests.filter((method) => /sign|send/i.test(method))).toEqual(["eth_signTypedData_v4"]);
    await expectClean(page);

    await page.getByRole("button", { name: "Sign and get the key" }).click();
    await expect(page.getByText("The key is here.")).toBeVisible({ timeout: 30_000 });
    await page.getByRole("button", { name: `Preview: ${csvName}` }).click();
    await expect(page.getByRole("cell", { name: "2012-01-01" }).first()).toBeVisible();
  });

  test("APP-51 says in words what a voucher says, and hands it over by a link", async ({ page }) => {
    await as(page, reader);
    await page.goto("/tabs");
    const card = page.getByRole("listitem").filter({ has: page.getByRole("button", { name: "Sign a voucher" }) });
    await card.getByRole("button", { name: "Sign a voucher" }).first().click();
    await page.getByLabel(/^What you owe on top/).fill("3");
    await expect(page.getByText(/You owe .* in all on this tab, everything before included/)).toBeVisible();
    await page.getByRole("button", { name: "Sign the voucher" }).click();
    link = await page.getByLabel("Voucher", { exact: true }).inputValue();
    expect(link).toContain("/tabs#voucher=");
    await expectClean(page);
  });

  test("APP-52 lets the provider keep, settle and collect it, and close; the rest comes back", async ({ browser }) => {
    const { address } = accountAt(provider);
    const before = await euros(address);
    const theirs = await (await browser.newContext()).newPage();
    await as(theirs, provider);
    await theirs.goto(link.slice(link.indexOf("/tabs")));
    await theirs.getByRole("button", { name: "Check it and keep it" }).click();
    await expect(theirs.getByText("The signature is right.")).toBeVisible();
    await theirs.getByRole("button", { name: "Settle", exact: true }).first().click();
    await theirs.getByRole("button", { name: "Settle", exact: true }).last().click();
    await theirs.getByRole("button", { name: "Collect", exact: true }).first().click();
    await theirs.getByRole("button", { name: "Collect", exact: true }).last().click();
    await expect.poll(() => euros(address).then((now) => now - before)).toBeGreaterThan(2_900_000n);
    await theirs.getByRole("button", { name: "Close", exact: true }).first().click();
    await theirs.getByRole("button", { name: "Close", exact: true }).last().click();
    await expect(theirs.getByText("closed", { exact: true }).first()).toBeVisible();

    const mine = await (await browser.newContext()).newPage();
    await as(mine, reader);
    await mine.goto("/tabs");
    const held = await euros(accountAt(reader).address);
    await mine.getByRole("button", { name: "Withdraw" }).click();
    await expect(mine.getByRole("heading", { name: "Left over from closed tabs" })).toBeHidden();
    expect((await euros(accountAt(reader).address)) - held).toBeGreaterThan(5_000_000n);
  });

  test("APP-51 says that a damaged link is one", async ({ page }) => {
    await as(page, reader);
    await page.goto("/tabs#voucher=%7B%22owed%22%3A%22%3Cb%3E%22%7D");
    await expect(page.getByText("This link is damaged.")).toBeVisible();
  });
});
