import { expect, test } from "@playwright/test";
import { personaOf } from "@tallystick/sdk/local/personas";
import { euros } from "./chain.ts";
import { day, filled, now } from "./claims.ts";
import { become, demo, follow, menu } from "./tutorial.ts";
import { accountAt } from "./wallet.ts";

test.use({ actionTimeout: 60_000 });

const soon = { timeout: 90_000 };

/** A Wednesday about so many days ahead: Frankfurt has no holiday on most of them, and the page tells if one is. */
function wednesdayAfter(second: number, days: number): string {
  const date = new Date((second + days * day) * 1_000);
  date.setUTCDate(date.getUTCDate() + ((10 - date.getUTCDay()) % 7));
  return date.toISOString().slice(0, 10);
}

test("APP-92 brings a bill from drawing to payment as the tutorial says", async ({ browser }) => {
  test.setTimeout(420_000);
  const { bold, says, end } = follow("bill-from-drawing-to-payment");
  const addressOf = (id: Parameters<typeof personaOf>[0]) => accountAt(personaOf(id).index).address;
  const balances = () =>
    Promise.all((["enterprise", "workshop", "financier"] as const).map((id) => euros(addressOf(id))));
  const before = await balances();
  const switching = bold("Switch persona");
  const entry = bold("Bills of exchange");
  const group = bold("Receivables");
  const page = await demo(browser, bold("Connect wallet"), bold("Chen Jing"));
  const bills = async () => {
    await page.getByRole("banner").getByRole("button", { name: group }).click();
    await menu(page, entry);
  };
  const inbox = () => page.getByRole("region", { name: "Asked of you" });
  const acts = () => page.getByRole("region", { name: "What you may do" });
  let path = "";
  /** Chooses what stands on a bill's page under this name, and then its button. */
  const twice = async (name: string) => {
    const buttons = () => acts().getByRole("button", { name: bold(name), exact: true });
    await buttons().click(soon);
    await buttons().nth(1).click(soon);
    await expect(page.getByText("Done. It shows here as soon as the chain has it.")).toBeVisible(soon);
  };

  bold("Bills of exchange");
  await bills();
  await page.getByRole("link", { name: bold("Draw a bill") }).click();
  await page.getByLabel(bold("Drawee"), { exact: true }).fill(says(addressOf("enterprise")), soon);
  await page.getByLabel(bold("Payee"), { exact: true }).fill(says(addressOf("workshop")));
  const sumField = page.getByLabel(new RegExp(`^${bold("Sum")}`));
  await sumField.fill("50");
  await page.getByLabel(bold("Due day")).fill(wednesdayAfter(await now(), 60));
  await page.getByLabel(bold("Drawn in")).fill(says("Basel, CH"));
  await page.getByLabel(bold("Payable in")).fill(says("Frankfurt am Main, DE"));
  const check = page.getByRole("button", { name: bold("Check and show the bill") });
  const front = page.getByRole("region", { name: "Front of the bill" });
  const used = page.getByText("The very same bill was drawn already.");
  let cents = 5_000;
  await check.click();
  await expect(front.or(used).first()).toBeVisible(soon);
  if (await used.isVisible()) {
    cents += 1 + (Math.floor(Date.now() / 1_000) % 9_999);
    await sumField.fill((cents / 100).toFixed(2));
    await check.click();
  }
  await expect(front).toBeVisible(soon);
  const sum = `${cents % 100 === 0 ? cents / 100 : (cents / 100).toFixed(2)} EURX`;
  const said = (words: string) => {
    says(words);
    return words.replace("50 EURX", sum);
  };
  await page.getByRole("button", { name: bold("Draw it") }).click();
  const to = page.getByRole("link", { name: bold("To the bill") });
  await expect(to).toBeVisible(soon);
  path = (await to.getAttribute("href")) ?? "";
  await to.click();
  await expect(page.getByText(says("Ingrid Solberg has not accepted it, and owes nothing yet."))).toBeVisible(soon);
  /** What is asked about this bill, and the way to it. */
  const asked = (words: string, name: string) =>
    inbox()
      .getByRole("listitem")
      .filter({ hasText: words })
      .filter({ has: page.locator(`a[href="${path}"]`) })
      .getByRole("link", { name: new RegExp(`^${name}: bill`) });

  await become(page, switching, bold("Tomás Ferreira"));
  bold("Bills of exchange");
  await bills();
  bold("Asked of you");
  await asked(said("Receive a bill of 50 EURX, or don't take it."), bold("Receive")).click(soon);
  bold("What you may do");
  await twice("Receive");
  await twice("Present for acceptance");

  await become(page, switching, bold("Ingrid Solberg"));
  bold("Bills of exchange");
  await bills();
  await asked(said("Accept a bill of 50 EURX, or refuse."), bold("Accept")).click(soon);
  await twice("Accept");

  await become(page, switching, bold("Tomás Ferreira"));
  await bills();
  await page
    .getByRole("region", { name: bold("Your bills") })
    .locator(`a[href="${path}"]`)
    .click(soon);
  await page.getByRole("link", { name: bold("Discount this bill") }).click(soon);
  const terms = page.getByRole("form", { name: bold("Name your terms") });
  await expect(terms.getByLabel("Rate in % a year")).toHaveValue("6", soon);
  await terms.getByRole("button", { name: bold("Post it for all to see") }).click();
  await expect(page.getByRole("heading", { name: "Your offers for this bill" })).toBeVisible(soon);

  await become(page, switching, bold("Nadia Haddad"));
  bold("Bills of exchange");
  await bills();
  await page.getByRole("link", { name: bold("Discount desk") }).click();
  await page.getByRole("link", { name: bold("Buy"), exact: true }).click();
  await page
    .getByRole("table", { name: bold("Bills for sale") })
    .getByRole("row")
    .filter({ has: page.locator(`a[href="${path}"]`) })
    .getByRole("button", { name: bold("Buy") })
    .click(soon);
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: bold("Buy"), exact: true }).click(soon);
  await expect(page.getByText(says("Bought. The bill is yours."))).toBeVisible(soon);
  await dialog.getByRole("button", { name: "Close" }).last().click();

  bold("Asked of you");
  bold("Nadia Haddad");
  const open = async () => {
    await bills();
    await page.getByRole("region", { name: "Your bills" }).locator(`a[href="${path}"]`).click(soon);
  };
  await open();
  await page.getByRole("button", { name: bold("Agree to early payment") }).click(soon);
  await page.getByRole("button", { name: bold("Sign"), exact: true }).click();
  const word = await filled(page.getByLabel(bold("Your signed word")));
  await become(page, switching, bold("Ingrid Solberg"));
  await open();
  const early = bold("Pay early");
  await acts().getByRole("button", { name: early }).click(soon);
  await acts().getByLabel(bold("The holder's signed word")).fill(word);
  await acts()
    .getByRole("button", { name: bold("Pay early") })
    .last()
    .click();
  await expect(page.getByText(says("It is paid in full."))).toBeVisible(soon);

  await become(page, switching, bold("Nadia Haddad"));
  bold("Asked of you");
  await bills();
  await asked(said("Collect 50 EURX that was paid."), bold("Collect")).click(soon);
  await twice("Collect");
  const [paid = 0n, first = 0n, second = 0n] = (await balances()).map((all, i) => all - (before[i] ?? 0n));
  expect(paid).toBe(BigInt(cents) * -10_000n);
  expect(first + second, "what Nordlys paid, the workshop and the bank have got").toBe(-paid);
  // Some 60 of 360 days at 6 %.
  expect(second).toBeGreaterThan((-paid * 95n) / 10_000n);
  expect(second).toBeLessThan((-paid * 120n) / 10_000n);

  await page.getByRole("link", { name: bold("How an acceptor has paid") }).click();
  const row = page.getByRole("listitem").filter({ has: page.locator(`a[href="${path}"]`) });
  await row.getByRole("button", { name: bold("Note it") }).click(soon);
  await expect(row.getByText("noted as it stands")).toBeVisible(soon);
  const record = page.getByRole("table", { name: "In EURX" });
  await expect(record.getByRole("row", { name: new RegExp(`^${bold("Accepted")}`) })).toBeVisible();
  await expect(record.getByRole("row", { name: new RegExp(`^${bold("Paid on time")}`) })).toBeVisible();
  await page.goto(path);
  await page.getByRole("link", { name: bold("Print"), exact: true }).click(soon);
  await expect(page.getByRole("img", { name: /^QR code that leads to/ })).toBeVisible(soon);
  end();
});
