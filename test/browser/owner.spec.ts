import { expect, type Page, test } from "@playwright/test";
import { connectActor, connectReader } from "@tallystick/sdk/chain/actor";
import { send } from "@tallystick/sdk/chain/send";
import { personas } from "@tallystick/sdk/local/personas";
import { buy as buyCall } from "@tallystick/sdk/market/buying";
import { collectable, type MadeOffer, offerState, offersOf } from "@tallystick/sdk/market/offers";
import { purchasesOf } from "@tallystick/sdk/market/purchases";
import { creditOf, readRight } from "@tallystick/sdk/market/rights";
import { makeOffer, revoke } from "@tallystick/sdk/market/selling";
import { deployed, networkOf } from "@tallystick/sdk/networks";
import { zeroAddress } from "viem";
import { euros, giveEuros } from "./chain.ts";
import { buy, connect, csv, csvName, publish, unique } from "./steps.ts";
import { accountAt, injectWallet, type TestWallet } from "./wallet.ts";

const indexOf = (persona: string): number => personas.findIndex(({ id }) => id === persona);
const owner = indexOf("climatologist");
const buyer = indexOf("trader");
const guest = indexOf("newcomer");
const reader = connectReader(networkOf(31337, process.env));

test.describe("the owner's tools", () => {
  test.describe.configure({ mode: "serial" });
  const title = unique("Weather for owners");
  let path = "";

  const dataset = () => BigInt(path.replace("/market/", ""));
  const right = async (index: number) => (await readRight(reader, dataset(), accountAt(index).address)).right;

  async function offerAt(price: bigint): Promise<MadeOffer> {
    const found = (await offersOf(reader, dataset())).find(({ terms }) => terms.price === price);
    if (!found) throw new Error(`No offer at ${price}.`);
    return found;
  }

  async function visit(page: Page, index: number, where = path): Promise<TestWallet> {
    const wallet = await injectWallet(page, index);
    await page.goto("/");
    await connect(page, "Test wallet", personas[index]?.name);
    await page.goto(where);
    return wallet;
  }

  const ownOffer = (page: Page, price: string) =>
    page.getByRole("region", { name: "Offers made" }).getByRole("listitem").filter({ hasText: price });

  test("APP-34 makes another offer with terms of its own", async ({ page }) => {
    await visit(page, owner, "/market");
    path = await publish(page, { title });
    await page.goto(path);
    await expect(ownOffer(page, "3 EURX")).toContainText("open");
    await page.getByRole("button", { name: "Make an offer" }).click();
    const form = page.getByRole("form", { name: "Make an offer" });
    await form.getByLabel("Amount").fill("5,5 coins");
    await form.getByRole("button", { name: "Make an offer" }).click();
    await expect(form.getByText("Write an amount such as 12.50")).toBeVisible();
    await form.getByLabel("Amount").fill("5");
    await form.getByLabel("Days", { exact: true }).fill("20");
    await form.getByLabel("Days to give it back").fill("0");
    await form.getByRole("button", { name: "Make an offer" }).click();
    await expect(form).toBeHidden();
    await expect(ownOffer(page, "5 EURX")).toContainText("open");
    const { id, terms } = await offerAt(5_000_000n);
    expect([terms.duration, terms.refundWindow, terms.segments]).toEqual([20 * 86_400, 0, 1]);
    expect((await offerState(reader, id)).status).toBe("open");
  });

  test("APP-34 withdraws an offer, which then nobody can buy from", async ({ page }) => {
    await visit(page, owner);
    await ownOffer(page, "3 EURX").getByRole("button", { name: "Withdraw" }).click();
    await expect(ownOffer(page, "3 EURX")).toContainText("withdrawn");
    await expect(ownOffer(page, "3 EURX").getByRole("button", { name: "Withdraw" })).toHaveCount(0);
    const offers = page.getByRole("region", { name: "Offers", exact: true });
    await expect(offers.getByRole("listitem").filter({ hasText: "3 EURX" })).toHaveCount(0);
    await expect(offers.getByText("5 EURX")).toBeVisible();
    expect((await offerState(reader, (await offerAt(3_000_000n)).id)).status).toBe("withdrawn");
  });

  test("APP-34 publishes a new version of the same data set", async ({ page }) => {
    await visit(page, owner);
    await page.getByRole("link", { name: "Publish a new version" }).click();
    await page
      .getByLabel("Drop files here")
      .setInputFiles({ name: csvName, mimeType: "text/csv", buffer: Buffer.from(`${csv}\n`) });
    await expect(page.getByText(/precipitation \(number\)/)).toBeVisible();
    await page.getByRole("button", { name: "Next" }).click();
    await page.getByLabel("Title").fill(title);
    await page.getByLabel("Description").fill("The same days, with a line more.");
    await page.getByRole("button", { name: "Next" }).click();
    await expect(page.getByLabel("Offer it for sale at once")).not.toBeChecked();
    await page.getByRole("button", { name: "Next" }).click();
    await page.getByRole("button", { name: "Encrypt and publish" }).click();
    await page.getByRole("link", { name: "See the data set" }).click();
    await expect(page).toHaveURL(new RegExp(`${path}$`));
    await expect(page.getByText("The same days, with a line more.")).toBeVisible();
    await expect(page.getByRole("heading", { name: "2 versions" })).toBeVisible();
  });

  test("APP-34 collects what was sold, less the fee", async ({ page, browser }) => {
    await giveEuros(buyer);
    const other = await (await browser.newContext()).newPage();
    await visit(other, buyer);
    await buy(other, path);
    await expect(other.getByText("It is yours")).toBeVisible();
    await other.context().close();

    const { terms, feeBps } = await offerAt(5_000_000n);
    expect(await collectable(reader, terms)).toBe(5_000_000n);
    const before = await euros(accountAt(owner).address);
    await visit(page, owner);
    await expect(ownOffer(page, "5 EURX")).toContainText("1 sold");
    await ownOffer(page, "5 EURX").getByRole("button", { name: "Collect" }).click();
    await expect(ownOffer(page, "5 EURX").getByRole("button", { name: "Collect" })).toHaveCount(0);
    const fee = (5_000_000n * BigInt(feeBps)) / 10_000n;
    expect((await euros(accountAt(owner).address)) - before).toBe(5_000_000n - fee);
    expect(await collectable(reader, terms)).toBe(0n);
  });

  test("APP-34 grants a right for nothing", async ({ page, browser }) => {
    const { address } = accountAt(guest);
    await visit(page, owner);
    const form = page.getByRole("form", { name: "Grant access for nothing" });
    await form.getByLabel("Address (0x…)").fill("0x12");
    await form.getByRole("button", { name: "Grant" }).click();
    await expect(form.getByText("An address is 0x and 40 hexadecimal digits.")).toBeVisible();
    await form.getByLabel("Address (0x…)").fill(address);
    await form.getByLabel("Days", { exact: true }).fill("10");
    await form.getByRole("button", { name: "Grant" }).click();
    await expect(form.getByLabel("Address (0x…)")).toHaveValue("");
    const { until, segments, laterVersions } = await right(guest);
    const now = Number((await reader.client.getBlock()).timestamp);
    expect([segments, laterVersions, Math.round((until - now) / 86_400)]).toEqual([1, true, 10]);

    const other = await (await browser.newContext()).newPage();
    await visit(other, guest);
    await expect(other.getByRole("heading", { name: /Your right/ })).toContainText(/(9|10) days left/);
    await other.context().close();
  });

  test("APP-34 revokes a reader with pay-back, whom the keepers then refuse with a sentence", async ({
    page,
    browser,
  }) => {
    const seller = accountAt(owner).address;
    const before = await euros(seller);
    const { token } = (await offerAt(5_000_000n)).terms;
    const creditBefore = await creditOf(reader, accountAt(buyer).address, token);
    const wallet = await visit(page, owner);
    const row = page
      .getByRole("region", { name: "Sales" })
      .getByRole("listitem")
      .filter({ has: page.getByRole("button", { name: accountAt(buyer).address }) });
    wallet.requests.length = 0;
    await row.getByRole("button", { name: "Revoke and pay back" }).click();
    await expect(row).toHaveCount(0);
    expect((await right(buyer)).revoked).toBe(true);
    // The money had been collected: the owner allows it back, and pays for the time that was not used.
    expect(wallet.requests.filter((method) => method === "eth_sendTransaction")).toHaveLength(2);
    const paid = before - (await euros(seller));
    expect(paid).toBeGreaterThan(4_900_000n);
    expect(paid).toBeLessThanOrEqual(5_000_000n);
    const credit = await creditOf(reader, accountAt(buyer).address, token);
    expect(credit - creditBefore).toBe(paid);
    expect((await right(guest)).revoked).toBe(false);

    const other = await (await browser.newContext()).newPage();
    await visit(other, buyer, path.replace("/market/", "/library/"));
    await other.getByRole("button", { name: "Get the key" }).click();
    await expect(other.getByText(/The keepers refused the key/)).toContainText("Your right to read this was revoked");
    await expect(other.getByRole("button", { name: /^Preview/ })).toBeDisabled();
    const had = await euros(accountAt(buyer).address);
    await other.goto("/library");
    await other.getByRole("button", { name: "Withdraw" }).click();
    await expect(other.getByText("Money is waiting for you")).toBeHidden();
    expect((await euros(accountAt(buyer).address)) - had).toBe(credit);
    await other.context().close();
  });

  test("APP-35 lets a reader give up a gift of another scope that stands in the way of buying", async ({ page }) => {
    await giveEuros(guest);
    const { terms } = await offerAt(5_000_000n);
    const own = connectActor(reader.network, accountAt(owner));
    const { market } = deployed(reader.network);
    const { address } = accountAt(guest);
    // The right granted before is taken back, so that the gift is all there is.
    await send(own, revoke(market, dataset(), address, await purchasesOf(reader, dataset(), address)));
    const odd = { ...terms, price: 0n, token: zeroAddress, laterVersions: false, duration: 0, nonce: 99 };
    await send(own, makeOffer(market, odd));
    await send(connectActor(reader.network, accountAt(buyer)), buyCall(market, { terms: odd, reader: address }));

    await visit(page, guest);
    const offer = page
      .getByRole("region", { name: "Offers", exact: true })
      .getByRole("listitem")
      .filter({ hasText: "5 EURX" });
    await offer.getByRole("button", { name: "Buy" }).click();
    const dialog = page.getByRole("dialog");
    await expect(dialog.getByText(/would change what your active right covers/)).toBeVisible();
    await expect(dialog.getByRole("button", { name: "Sign and buy" })).toBeDisabled();
    await dialog.getByRole("button", { name: "Give up the gifted right" }).click();
    await expect(dialog.getByText("The right will then last until:")).toBeVisible();
    await dialog.getByRole("button", { name: "Sign and buy" }).click();
    await expect(page.getByText("It is yours")).toBeVisible();
    expect((await right(guest)).laterVersions).toBe(true);
  });
});
