import { readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { send } from "@tallystick/sdk/chain/send";
import { FIRST_LOT, KIND } from "@tallystick/sdk/instruments/links";
import { lotOf } from "@tallystick/sdk/instruments/lots";
import { type Bid, randomSalt, WHOLE_BPS } from "@tallystick/sdk/instruments/offers";
import { postBid } from "@tallystick/sdk/instruments/quotes";
import { lotOfReceivable, receivableDue } from "@tallystick/sdk/instruments/receivableState";
import { payReceivable } from "@tallystick/sdk/instruments/receivables";
import type { ReceivableTerms } from "@tallystick/sdk/instruments/terms";
import { approve } from "@tallystick/sdk/market/buying";
import { deployed } from "@tallystick/sdk/networks";
import { type Address, zeroAddress } from "viem";
import { euros, giveEther, giveEuros } from "./chain.ts";
import { makeClaim as claimBetween, day, expectToFit, idOf, now, numberOf } from "./claims.ts";
import { accountAt } from "./wallet.ts";
import { actorAt, expectClean, open } from "./world.ts";

// Four accounts that nobody else uses.
const [supplier, debtor, bank, rival] = [60, 61, 62, 63] as const;
const addressOf = (index: number) => accountAt(index).address;
const at = deployed(actorAt(supplier).network);
const makeClaim = (amount: bigint, days: number) => claimBetween({ creditor: supplier, debtor }, amount, days);
const lotId = (terms: ReceivableTerms) => lotOfReceivable(at.receivables, idOf(terms), FIRST_LOT);
const holderOf = async (terms: ReceivableTerms) => (await lotOf(actorAt(supplier), lotId(terms))).holder;

/** A standing offer for claims on the debtor, with the money for it. */
async function makeBid(by: number, change: Partial<Bid>): Promise<void> {
  const limit = 90_000_000n;
  await send(actorAt(by), approve(at.eurx as Address, at.quotes, limit));
  const bid = {
    buyer: addressOf(by),
    token: at.eurx as Address,
    debtor: addressOf(debtor),
    seller: zeroAddress,
    lot: 0n,
    limit,
    maxDays: 120,
    pricing: { rateBps: 600, feeBps: 0 },
    kind: KIND.withoutRecourse,
    evidence: 0,
    advanceBps: WHOLE_BPS,
    deadline: (await now()) + 30 * day,
    salt: randomSalt(),
    ...change,
  };
  await send(actorAt(by), postBid(at.quotes, bid));
}

const soon = { timeout: 30_000 };

test.describe("quotes", () => {
  test.describe.configure({ mode: "serial" });

  test.beforeAll(async () => {
    for (const index of [supplier, debtor, bank, rival]) {
      await giveEther(index);
      await giveEuros(index);
    }
    await makeBid(bank, { pricing: { rateBps: 600, feeBps: 0 } });
    await makeBid(rival, { pricing: { rateBps: 900, feeBps: 0 }, kind: KIND.withRecourse });
  });

  test("APP-171 APP-172 compares what is offered for a lot, and sells it into the best for no less than is shown", async ({
    browser,
  }) => {
    const terms = await makeClaim(40n, 60);
    const before = await euros(addressOf(supplier));
    const page = await open(browser, supplier, "/receivables/quotes");
    await expect(page.getByRole("rowheader", { name: numberOf(terms) })).toBeVisible(soon);
    await expectClean(page);
    await page
      .getByRole("row", { name: numberOf(terms) })
      .getByRole("link", { name: "Compare offers" })
      .click();
    await expect(page.getByRole("heading", { name: `Invoice ${numberOf(terms)}` })).toBeVisible(soon);
    // 40 at 6 % for 60 of 360 days: 0.40 less.
    await expect(page.getByText(/^The best: .* pays 39\.60 EURX now for 40 EURX that is due in 60 days\./)).toBeVisible(
      soon,
    );
    const offers = page.getByRole("table", { name: "Offers for it" }).getByRole("row");
    await expect(offers.nth(1)).toContainText("39.60 EURX");
    await expect(offers.nth(1)).toContainText("Their loss");
    await expect(offers.nth(2)).toContainText("39.40 EURX");
    await expect(offers.nth(2)).toContainText("You answer for it");
    await page.getByLabel("Order by").selectOption("Standing longest first");
    await expect(page).toHaveURL(/order=deadline/);
    await expectClean(page);
    // The other one stands a moment longer.
    await expect(offers.nth(1)).toContainText("39.40 EURX");
    await offers.filter({ hasText: "39.60 EURX" }).getByRole("button", { name: "Sell" }).click();
    const dialog = page.getByRole("dialog");
    await expect(dialog.getByText(/and get 39\.60 EURX in the same transaction\./)).toBeVisible();
    await expect(dialog.getByText("Before the first sale you let the exchange move your lot.")).toBeVisible(soon);
    await expect(dialog.getByText(/if you would get less than 39\.60 EURX\./)).toBeVisible();
    await expectClean(page);
    await dialog.getByRole("button", { name: "Sell" }).click();
    await expect(dialog.getByText("Sold. The money is in your account.")).toBeVisible(soon);
    expect(await euros(addressOf(supplier))).toBe(before + 39_600_000n);
    expect(await holderOf(terms)).toBe(addressOf(bank));
    await page.context().close();
  });

  test("APP-171 APP-178 sells a part for an advance, and shares out what the debtor pays", async ({ browser }) => {
    await makeBid(rival, { pricing: { rateBps: 360, feeBps: 100 }, advanceBps: 8_000, maxDays: 200 });
    const terms = await makeClaim(30n, 150);
    const page = await open(browser, supplier, `/receivables/quotes?lot=${lotId(terms)}`);
    await page.getByLabel("A part of it").first().check();
    await page
      .getByLabel(/^Part of the face/)
      .first()
      .fill("10");
    // 8 at once; 0.12 interest and 0.10 fee, the rest when the debtor has paid.
    const row = page.getByRole("row", { name: /advance of 80 %/ });
    await expect(row).toContainText("8 EURX", soon);
    await expect(row).toContainText("1.78 EURX");
    await row.getByRole("button", { name: "Sell" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Sell" }).click();
    await expect(page.getByText("Sold. The money is in your account.")).toBeVisible(soon);
    await page.context().close();

    await send(actorAt(debtor), approve(at.eurx as Address, at.receivables, 30_000_000n));
    await send(actorAt(debtor), payReceivable(at.receivables, terms));
    const [sellerBefore, rivalBefore] = [await euros(addressOf(supplier)), await euros(addressOf(rival))];
    const other = await open(browser, rival, "/receivables/quotes?view=advances");
    await expect(other.getByText("Due to the financier today")).toBeVisible(soon);
    await expect(other.getByText(/^Of it 8\.10 EURX goes to the financier and 1\.90 EURX to the seller\./)).toBeVisible(
      soon,
    );
    await expectClean(other);
    await other.getByRole("button", { name: "Share it out" }).click();
    await expect(other.getByText("Nothing has come in since.")).toBeVisible(soon);
    // On the day of the advance there is no interest yet, only the fee.
    expect(await euros(addressOf(rival))).toBe(rivalBefore + 8_100_000n);
    expect(await euros(addressOf(supplier))).toBe(sellerBefore + 1_900_000n);
    await other.context().close();
  });

  test("APP-170 APP-173 APP-176 sells by a signed link, which only whom it is for can take", async ({ browser }) => {
    const terms = await makeClaim(25n, 40);
    const page = await open(browser, supplier, `/receivables/quotes?lot=${lotId(terms)}`);
    const form = page.getByRole("form", { name: "Name your terms" });
    await form.getByLabel("A fixed sum").check();
    await form.getByLabel(/^Sum/).fill("24.5");
    await form.getByLabel("For whom").fill(addressOf(bank));
    await form.getByLabel("Sign it, and send a link").check();
    await expect(form.getByText(/may buy 25 EURX that .* owes for 24\.50 EURX/)).toBeVisible(soon);
    await expectClean(page);
    await form.getByRole("button", { name: "Sign it, and send a link" }).click();
    const field = page.getByRole("textbox", { name: "Offer" }).first();
    await expect(field).toHaveValue(/#offer=/, soon);
    const link = new URL(await field.inputValue());
    await page.context().close();

    const wrong = await open(browser, rival, `${link.pathname}${link.hash}`);
    await expect(wrong.getByText(/It can't be taken: it is for .* alone\./)).toBeVisible(soon);
    await wrong.context().close();

    const buyer = await open(browser, bank, `${link.pathname}${link.hash}`);
    const before = await euros(addressOf(bank));
    await expect(buyer.getByRole("heading", { name: "A lot is offered to you" })).toBeVisible(soon);
    await expectClean(buyer);
    await buyer.getByRole("button", { name: "Buy", exact: true }).first().click();
    await expect(buyer.getByRole("dialog").getByText(/You pay 24\.50 EURX to/)).toBeVisible(soon);
    await buyer.getByRole("dialog").getByRole("button", { name: "Buy", exact: true }).click();
    await expect(buyer.getByText("Bought. The lot is yours.")).toBeVisible(soon);
    expect(await euros(addressOf(bank))).toBe(before - 24_500_000n);
    expect(await holderOf(terms)).toBe(addressOf(bank));
    await buyer.context().close();

    const late = await open(browser, bank, `${link.pathname}${link.hash.slice(0, -9)}`);
    await expect(late.getByText("This is no offer, it was damaged on the way")).toBeVisible(soon);
    await late.context().close();
  });

  test("APP-170 APP-177 posts an offer for all, asks for quotes, and withdraws it", async ({ browser }) => {
    const terms = await makeClaim(12n, 50);
    const page = await open(browser, supplier, `/receivables/quotes?lot=${lotId(terms)}`);
    await page.getByRole("button", { name: "Ask for quotes" }).click();
    await expect(page.getByText(/^You asked for quotes until/)).toBeVisible(soon);
    const form = page.getByRole("form", { name: "Name your terms" });
    await form.getByRole("button", { name: "Post it for all to see" }).click();
    await expect(page.getByRole("heading", { name: "Your offers for this lot" })).toBeVisible(soon);

    const other = await open(browser, rival, "/receivables/quotes?view=buy");
    await expect(other.getByRole("row", { name: numberOf(terms) }).first()).toBeVisible(soon);
    await expect(
      other.getByRole("table", { name: "Holders who ask for quotes" }).getByText(numberOf(terms)),
    ).toBeVisible();
    await expectClean(other);
    await other.context().close();

    await page.getByRole("button", { name: "Withdraw" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Withdraw" }).click();
    await expect(page.getByRole("heading", { name: "Your offers for this lot" })).toBeHidden(soon);
    await page.context().close();
  });

  test("APP-174 APP-175 lets a debtor pay early, on a sliding scale that is shown before", async ({ browser }) => {
    const page = await open(browser, debtor, "/receivables/quotes?view=standing");
    await page.getByRole("button", { name: "Make a standing offer" }).click();
    await page.getByLabel("I pay my own debts early").check();
    await page.getByLabel(/^Limit/).fill("20");
    await page.getByLabel("Rate in % a year").fill("3");
    await page.getByLabel("Days until due, at most").fill("90");
    const chart = page.getByRole("figure", { name: /^What is paid for 10,000 EURX that is due in 90 days/ });
    await expect(chart).toBeVisible(soon);
    await expect(chart).toContainText("9,925 EURX today, a little more each day");
    await page.getByText("The same as a table").click();
    await expectClean(page);
    await page.getByRole("form", { name: "Make a standing offer" }).getByRole("button", { name: "Post it" }).click();
    await expect(page.getByText(/pays own debts early/).first()).toBeVisible(soon);
    await page.context().close();
  });

  test("APP-160 APP-182 pays several debts at once, one of them in part, and lets another pay by link", async ({
    browser,
  }) => {
    const [first, second] = [await makeClaim(7n, 20), await makeClaim(9n, 25)];
    const page = await open(browser, debtor, "/receivables/pay");
    await page.getByLabel(`Pay invoice ${numberOf(first)}`).check(soon);
    await page.getByLabel(`Pay invoice ${numberOf(second)}`).check();
    await page.getByLabel(`Amount for invoice ${numberOf(second)}`).fill("99");
    await expect(page.getByText("This is more than is due.")).toBeVisible();
    await expect(page.getByRole("button", { name: /^Pay / })).toBeDisabled();
    await page.getByLabel(`Amount for invoice ${numberOf(second)}`).fill("4");
    await expect(page.getByText("2 invoices selected")).toBeVisible();
    await expectToFit(page);
    await expectClean(page);
    const link = new URL(await page.getByLabel("Let somebody else pay").inputValue());
    await page.getByRole("button", { name: "Pay 11 EURX" }).click();
    await expect(page.getByText("Paid.", { exact: true })).toBeVisible(soon);
    expect(await receivableDue(actorAt(debtor), first)).toEqual({ principal: 0n, interest: 0n });
    expect(await receivableDue(actorAt(debtor), second)).toEqual({ principal: 5_000_000n, interest: 0n });
    await page.context().close();

    const friend = await open(browser, rival, link.pathname + link.search);
    await expect(friend.getByText("The link names 2 invoices.")).toBeVisible(soon);
    await expect(friend.getByText(/You pay for .*, not for yourself\./)).toBeVisible();
    await friend.getByRole("button", { name: "Pay 5 EURX" }).click();
    await expect(friend.getByText("Paid.", { exact: true })).toBeVisible(soon);
    expect(await receivableDue(actorAt(debtor), second)).toEqual({ principal: 0n, interest: 0n });
    await friend.context().close();
  });

  test("APP-160 APP-183 APP-184 APP-187 shows what is held and owed, and when, and saves it", async ({ browser }) => {
    const page = await open(browser, bank, "/receivables/portfolio");
    await expect(page.getByRole("heading", { name: "Totals" })).toBeVisible(soon);
    await expect(page.getByRole("table", { name: "Who owes it" })).toBeVisible(soon);
    await expect(page.getByRole("table", { name: "Cash flow" })).toBeVisible();
    await page.getByText("The same as a table").first().click();
    await expectToFit(page);
    await expectClean(page);
    await page.getByLabel("Show as").selectOption("List");
    await page.getByRole("button", { name: "Later month" }).click();
    await expect(page).toHaveURL(/month=20\d\d-\d\d/);
    const calendar = page.waitForEvent("download");
    await page.getByRole("button", { name: "Save as a calendar" }).click();
    expect(readFileSync(await (await calendar).path(), "utf8")).toMatch(/SUMMARY:Due to you: [\d.\\,]+ EURX/);
    const table = page.waitForEvent("download");
    await page.getByRole("button", { name: "Save as a table" }).click();
    expect(readFileSync(await (await table).path(), "utf8")).toContain(addressOf(debtor).toLowerCase());
    await page.goto(`/receivables/portfolio?account=${addressOf(debtor)}`);
    await expect(page.getByText(/^You are looking at/)).toBeVisible(soon);
    await expectClean(page);
    await page.context().close();
  });
});
