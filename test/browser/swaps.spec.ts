import { expect, type Page, test } from "@playwright/test";
import { rootId } from "@tallystick/sdk/instruments/links";
import { personaOf } from "@tallystick/sdk/local/personas";
import { deployed, networkOf } from "@tallystick/sdk/networks";
import { idOf, makeClaim, numberOf } from "./claims.ts";
import { connect } from "./steps.ts";
import { etherOn, eurosOn, expectToFit360, giveEurosOn, haveOwnSecrets, holderOf, openTake } from "./swaps.ts";
import { accountAt, injectWallet, type TestWallet } from "./wallet.ts";
import { expectClean, expectCleanInBoth, open } from "./world.ts";

const taker = personaOf("researcher");
const seller = personaOf("supplier");
const buyer = personaOf("financier");
const addressOf = ({ index }: { index: number }) => accountAt(index).address;
const soon = { timeout: 60_000 };
const at = deployed(networkOf(31337));

/** A context of a browser that swaps: its wallet, and a page with it connected. */
async function begin(page: Page, index: number): Promise<TestWallet> {
  const wallet = await injectWallet(page, index);
  await page.goto("/");
  await connect(page);
  return wallet;
}

/** Takes the best order for so many euros of chain A; answers when the last button was chosen. */
async function takeFor(page: Page, euros: string): Promise<number> {
  await openTake(page, euros);
  const lock = page.getByRole("dialog").getByRole("button", { name: "Sign and lock" });
  await expect(lock).toBeEnabled(soon);
  const begun = Date.now();
  await lock.click();
  await page.waitForURL(/\/swaps\/0x[0-9a-f]{64}$/, soon);
  return begun;
}

test.describe("swaps", () => {
  test("APP-213 APP-214 APP-217 APP-232 swaps a token on A for ether on B with the maker's agent, in under 15 s, and goes on after a closed tab", async ({
    browser,
  }) => {
    test.setTimeout(300_000);
    await giveEurosOn(31337, taker.index);
    const context = await browser.newContext({ locale: "en-GB" });
    const page = await context.newPage();
    await begin(page, taker.index);
    const balances = () => Promise.all([eurosOn(31337, addressOf(taker)), etherOn(31338, addressOf(taker))]);

    await page.goto("/swaps");
    await expect(page.getByRole("img", { name: /^Two chains as two lines/ })).toBeVisible(soon);
    await expect(page.getByText("Market maker")).toBeVisible();
    await expectCleanInBoth(page);
    await expectToFit360(page);
    const before = await balances();
    const ids: string[] = [];
    const noteId = () => ids.push(new URL(page.url()).pathname.slice("/swaps/".length));
    // The first one makes what derives secrets and reads logs load; the second is timed.
    await takeFor(page, "5");
    noteId();
    await expect(page.getByText(/^Swapped\./)).toBeVisible(soon);
    const begun = await takeFor(page, "5");
    await expect(page.getByText(/^Swapped\./)).toBeVisible(soon);
    const took = Date.now() - begun;
    noteId();
    console.log(`swapped ${took} ms after the click`);
    expect(took, "milliseconds from the click to both sides claimed").toBeLessThan(15_000);
    await expectCleanInBoth(page);
    await expectToFit360(page);

    await takeFor(page, "5");
    noteId();
    const path = new URL(page.url()).pathname;
    // Another tab knows nothing of it but what the chains and the wallet say.
    await page.evaluate(() => localStorage.removeItem("tallystick.swap-orders.1"));
    await page.close();
    const other = await context.newPage();
    await begin(other, taker.index);
    await other.goto("/swaps?view=mine");
    await other.locator(`a[href="${path}"]`).click(soon);
    await other.getByRole("button", { name: "Sign to go on" }).click(soon);
    await expect(other.getByText(/^Swapped\./)).toBeVisible(soon);
    expect(await haveOwnSecrets(taker.index, ids)).toBe(true);
    const after = await balances();
    expect(after[0] - before[0]).toBe(-15_000_000n);
    // 0.002 ether each, less the maker's half per cent; the relay has paid for the claims.
    expect(after[1] - before[1]).toBe(3n * 1_990_000_000_000_000n);
    await context.close();
  });

  test("APP-216 APP-221 sells a receivable's lot on A for a token on B to a second wallet", async ({ browser }) => {
    test.setTimeout(300_000);
    await giveEurosOn(31338, buyer.index);
    const terms = await makeClaim({ creditor: seller.index, debtor: personaOf("enterprise").index }, 20n, 60);
    const lot = rootId(at.receivables, idOf(terms));
    const before = await eurosOn(31338, addressOf(seller));

    const maker = await open(browser, seller.index, "/swaps?view=make");
    const form = maker.getByRole("form", { name: "Your order" });
    const option = form.locator("option", { hasText: `Receivable ${numberOf(terms)}` });
    await option.waitFor({ state: "attached", ...soon });
    await form.getByLabel("You give", { exact: true }).selectOption((await option.getAttribute("value")) ?? "");
    await form.getByLabel(/^How much you want/).fill("19.5");
    await expectCleanInBoth(maker);
    await expectToFit360(maker);
    await form.getByRole("button", { name: "Sign and post" }).click();
    await expect(maker.getByText("Your order is posted.")).toBeVisible(soon);

    const taking = await open(browser, buyer.index, "/swaps");
    const pair = taking.getByLabel("What for what");
    const wanted = pair.locator(`option[value$="${lot}"]`);
    await wanted.waitFor({ state: "attached", ...soon });
    await pair.selectOption((await wanted.getAttribute("value")) ?? "");
    await taking.getByRole("button", { name: /^Swap lot/ }).click();
    const dialog = taking.getByRole("dialog");
    await expect(dialog.getByText("At worst locked until")).toBeVisible();
    await expectClean(taking);
    await dialog.getByRole("button", { name: "Sign and lock" }).click(soon);
    await taking.waitForURL(/\/swaps\/0x[0-9a-f]{64}$/, soon);
    await expect(taking.getByText(/^Chen Jing locks /)).toBeVisible(soon);

    await maker.goto("/swaps?view=mine");
    const row = maker.getByRole("listitem").filter({ hasText: "waits for you" });
    await row.first().getByRole("link").click(soon);
    await maker.getByRole("button", { name: "Lock your part" }).click(soon);
    await expect(taking.getByText(/^Swapped\./)).toBeVisible(soon);
    await expect(maker.getByText(/^Swapped\./)).toBeVisible(soon);
    await expectCleanInBoth(taking);
    await expectToFit360(taking);
    expect(await holderOf(lot)).toBe(addressOf(buyer));
    expect(await eurosOn(31338, addressOf(seller))).toBe(before + 19_500_000n);
    await taking.context().close();
    await maker.context().close();
  });
});
