import { expect, type Page, test } from "@playwright/test";
import { receivableDue, receivableStatus } from "@tallystick/sdk/instruments/receivableState";
import { personaOf } from "@tallystick/sdk/local/personas";
import { giveEther, giveEuros } from "./chain.ts";
import { act, day, makeClaim, makeInvoice, now, numberOf, pathOf } from "./claims.ts";
import { actorAt, expectClean, open } from "./world.ts";

// What can be done with a receivable before it is due. Two accounts that nobody else uses.
const parties = { creditor: 64, debtor: 65 } as const;
const { creditor, debtor } = parties;
const soon = { timeout: 30_000 };

/** The holder's word that is shown once he has signed. */
async function signed(page: Page): Promise<string> {
  await page.getByRole("button", { name: "Sign", exact: true }).click();
  const word = page.getByRole("textbox", { name: "Your word, to send to the debtor" });
  await expect(word).toHaveValue(/signature/, soon);
  return word.inputValue();
}

test.describe("acts on a receivable", () => {
  test.beforeAll(async () => {
    for (const index of [creditor, debtor]) {
      await giveEther(index);
      await giveEuros(index);
    }
  });

  test("APP-155 APP-158 confirms several at once, and objects to another, which its creditor withdraws", async ({
    browser,
  }) => {
    const wrong = await makeInvoice(parties, 7n, 30);
    const right = [await makeInvoice(parties, 5n, 30), await makeInvoice(parties, 6n, 40)];
    const page = await open(browser, debtor, pathOf(wrong));
    await act(page, "Dispute", () => page.getByLabel("Reason").fill("Twelve axles were bent."));
    await expect(page.getByText("The debtor has objected to it.")).toBeVisible(soon);
    await page.goto("/receivables?role=core&status=registered");
    await page.getByLabel("Choose all that are shown").check(soon);
    await expect(page.getByText("2 chosen: 11 EURX")).toBeVisible();
    await page.getByRole("button", { name: "Confirm the 2 chosen" }).click();
    await expect(page.getByText("2 invoices are confirmed.")).toBeVisible(soon);
    for (const terms of right) expect(await receivableStatus(actorAt(debtor), terms)).toBe("confirmed");
    await page.context().close();

    const other = await open(browser, creditor, "/receivables?role=supplier");
    const waiting = other.getByRole("listitem").filter({ hasText: /that (its debtor disputes|their debtors dispute)/ });
    await waiting.getByRole("button", { name: "Show" }).click(soon);
    await other
      .getByRole("link", { name: numberOf(wrong) })
      .first()
      .click(soon);
    await act(other, "Withdraw");
    await expect(other.getByText("Its creditor has withdrawn it.")).toBeVisible(soon);
    expect(await receivableStatus(actorAt(debtor), wrong)).toBe("void");
    await other.context().close();
  });

  test("APP-158 makes it due later, and credits a part, each with the holder's word", async ({ browser }) => {
    const terms = await makeClaim(parties, 20n, 30);
    const later = new Date(((await now()) + 60 * day) * 1_000).toISOString().slice(0, 10);
    const holder = await open(browser, creditor, pathOf(terms));
    await holder.getByRole("button", { name: "Agree as a holder" }).click(soon);
    await holder.getByLabel(/^Amount to take out/).fill("2");
    const toCredit = await signed(holder);
    await holder.getByLabel("Agree to").selectOption("a later date");
    await holder.getByLabel("New due date").fill(later);
    await expectClean(holder);
    const toWait = await signed(holder);
    await holder.context().close();

    const page = await open(browser, debtor, pathOf(terms));
    await act(page, "Extend", async () => {
      await page.getByLabel("New due date").fill(later);
      await expect(page.getByText("Words are missing for 20 EURX.")).toBeVisible();
      await page.getByLabel("Words of all holders").fill(toWait);
    });
    await expect(page.getByText(/^first due/)).toBeVisible(soon);
    await act(page, "Credit", async () => {
      await page.getByLabel(/^Amount to take out/).fill("3");
      await page.getByLabel("The holder's word").fill(toCredit);
      await expect(page.getByText(/^That is not the word of this holder for this part and amount/)).toBeVisible();
      await page.getByLabel(/^Amount to take out/).fill("2");
    });
    await expect.poll(() => receivableDue(actorAt(debtor), terms)).toEqual({ principal: 18_000_000n, interest: 0n });
    await expect(page.getByText(/^2 EURX credited, of/)).toBeVisible(soon);
    await page.context().close();
  });

  test("APP-157 APP-158 is given evidence by who has the role, and the auditor sees it", async ({ browser }) => {
    const terms = await makeClaim(parties, 9n, 30);
    const cardOf = (page: Page, stream: string) =>
      page.locator(".card").filter({ has: page.getByRole("heading", { level: 3, name: stream }) });
    const give = async (page: Page, stream: string, name: string) => {
      const card = cardOf(page, stream);
      await card.getByText("Give evidence").click(soon);
      await card
        .getByLabel("Document (it stays with you)")
        .setInputFiles({ name, mimeType: "text/plain", buffer: Buffer.from(`${name} of ${numberOf(terms)}`) });
      await card.getByRole("button", { name: "Write its fingerprint" }).click();
      await expect(card.getByText("The evidence is written.")).toBeVisible(soon);
      await expect(card.getByText("Nothing yet")).toBeHidden(soon);
    };
    const page = await open(browser, creditor, pathOf(terms));
    await expect(cardOf(page, "Commercial").getByText("Give evidence")).toBeVisible(soon);
    await expect(cardOf(page, "Logistics").getByText("Give evidence")).toHaveCount(0);
    await expectClean(page);
    await give(page, "Commercial", "invoice.txt");
    await page.context().close();

    const carrier = await open(browser, personaOf("carrier").index, "/receivables?role=logistics");
    await carrier.getByRole("link", { name: numberOf(terms) }).click(soon);
    await give(carrier, "Logistics", "waybill.txt");
    await carrier.context().close();

    const auditor = await open(browser, personaOf("auditor").index, "/receivables?role=auditor");
    const row = auditor.getByRole("listitem").filter({ hasText: numberOf(terms) });
    await expect(row.getByText("Evidence 2 of 4")).toBeVisible(soon);
    await auditor.context().close();
  });
});
