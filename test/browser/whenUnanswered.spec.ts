import { expect, test } from "@playwright/test";
import { now } from "./claims.ts";
import { pass } from "./dao.ts";
import { cardOf, offer, perEuro, provide, showOrders, soon, take } from "./swapSides.ts";
import { etherOn, eurosOn } from "./swaps.ts";
import { accountAt } from "./wallet.ts";
import { expectClean, expectCleanInBoth, open } from "./world.ts";

// Swaps by hand that come about late, in part or not at all. Most of an hour passes on chain A for the last of them, which
// would end orders that others wait for: the name makes this file one of the last that are run.
const [maker, taker] = [67, 68] as const;
const addressOf = (index: number) => accountAt(index).address;
const url = (baseURL: string | undefined) => baseURL ?? "";

test.describe("swaps by hand", () => {
  test.beforeAll(() => provide(maker, taker));

  test("APP-215 APP-216 APP-221 APP-224 takes a part, is finished on another device without any ether there, and what is left is withdrawn", async ({
    browser,
    baseURL,
  }) => {
    await offer(url(baseURL), maker, 1n, 10n);
    const [eurosHad, etherHad] = [await eurosOn(31337, addressOf(maker)), await etherOn(31338, addressOf(taker))];
    expect(etherHad).toBe(0n);
    const first = await open(browser, taker, "/swaps");
    const path = await take(first, maker, "4");
    await expect(first.getByRole("timer").first()).toHaveText(/\d:\d\d left/);
    await expectCleanInBoth(first);
    await showOrders(first, "7");
    await cardOf(first, maker).getByRole("button", { name: /^Swap/ }).click(soon);
    await expect(first.getByText("So much of this order is not left any more: others were faster.")).toBeVisible(soon);
    await first.context().close();

    const answering = await open(browser, maker, "/swaps?view=mine");
    await answering.locator(`a[href="${path}"]`).click(soon);
    await answering.getByRole("button", { name: "Lock your part" }).click(soon);
    await expect(answering.getByText(/^Both have locked|You have locked 0.004 ETH/)).toBeVisible(soon);
    await expect(answering.getByText("Let it go back at once")).toBeHidden();

    const device = await open(browser, taker, "/swaps?view=mine");
    await device.locator(`a[href="${path}"]`).click(soon);
    await device.getByRole("button", { name: "Sign to go on" }).click(soon);
    await expect(device.getByText(/^Swapped\./)).toBeVisible(soon);
    await expect(answering.getByText(/^Swapped\./)).toBeVisible(soon);
    expect(await etherOn(31338, addressOf(taker))).toBe(4n * perEuro);
    expect(await eurosOn(31337, addressOf(maker))).toBe(eurosHad + 4_000_000n);

    await device.goto("/swaps?view=mine&state=claimed");
    await expect(device.locator(`a[href="${path}"]`)).toBeVisible(soon);
    const saving = device.waitForEvent("download");
    await device.getByRole("button", { name: "Save as a table (CSV)" }).click();
    expect((await saving).suggestedFilename()).toBe("swaps.csv");
    await expect(device.getByText(/^The index /)).toBeHidden();
    await expectClean(device);
    await device.route("**/status", (route) => route.abort());
    await device.reload();
    await expect(device.getByText(/^The index does not answer, so this list is read from the chains/)).toBeVisible(
      soon,
    );
    await expect(device.locator(`a[href="${path}"]`)).toBeVisible(soon);
    await device.context().close();

    await answering.goto("/swaps?view=make");
    await answering.getByRole("button", { name: /^Withdraw/ }).click(soon);
    await expect(answering.getByText("You have posted no order.")).toBeVisible(soon);
    await showOrders(answering, "1");
    await expect(cardOf(answering, maker)).toHaveCount(0);
    await answering.context().close();
  });

  test("APP-220 APP-225 gets its money back at once when the other side lets it go, by the relay or by a link", async ({
    browser,
    baseURL,
  }) => {
    await offer(url(baseURL), maker, 2n, 10n);
    const had = await eurosOn(31337, addressOf(taker));
    const page = await open(browser, taker, "/swaps");
    const path = await take(page, maker, "3");

    const other = await open(browser, maker, path);
    await other.getByText("Let it go back at once").click(soon);
    await expectClean(other);
    await other.getByRole("button", { name: "Sign that it may go back" }).click();
    await expect(other.getByText("The other side sees it on its page of this swap")).toBeVisible(soon);
    await expect(other.getByText("You have let it go back.")).toBeVisible(soon);
    await expect(other.getByRole("button", { name: "Lock your part" })).toBeHidden();
    const link = await other.getByLabel("Link for the other side").inputValue();
    await other.context().close();

    const back = page.getByRole("button", { name: "Get your money back now" });
    await expect(back).toBeVisible(soon);
    await expectCleanInBoth(page);
    await page.route("**/api/orders/releases**", (route) => route.abort());
    await page.goto("about:blank");
    await page.goto(link);
    await back.click(soon);
    await expect(page.getByText(/^Not swapped: 3 EURX is back with you/)).toBeVisible(soon);
    expect(await eurosOn(31337, addressOf(taker))).toBe(had);
    await page.goto("/swaps?view=mine&state=refunded");
    await expect(page.locator(`a[href="${path}"]`)).toBeVisible(soon);
    await page.context().close();
  });

  test("APP-217 APP-221 is given back after its time, without a fee, when nobody answers", async ({
    browser,
    baseURL,
  }) => {
    await offer(url(baseURL), maker, 3n, 10n);
    const had = await eurosOn(31337, addressOf(taker));
    const page = await open(browser, taker, "/swaps");
    const began = await now();
    await take(page, maker, "2");
    // The order's 900 s, 300 s until it is mined, and half an hour of patience.
    await pass(began + 3_010 - (await now()));
    const relayed = page.getByRole("button", { name: "Give it back, without a fee" });
    await expect(relayed).toBeVisible(soon);
    await expect(page.getByText("Anybody can have it given back now, to who locked it.")).toBeVisible();
    await expectCleanInBoth(page);
    await relayed.click();
    await expect(page.getByText(/^Not swapped: 2 EURX is back with you/)).toBeVisible(soon);
    expect(await eurosOn(31337, addressOf(taker))).toBe(had);
    await page.context().close();
  });
});
