import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { personaOf } from "@tallystick/sdk/local/personas";
import { euros } from "./chain.ts";
import { day, now } from "./claims.ts";
import { become, demo, follow, menu } from "./tutorial.ts";
import { accountAt } from "./wallet.ts";

test.use({ actionTimeout: 20_000 });

test("APP-92 makes cash of an invoice as the tutorial says", async ({ browser }) => {
  test.setTimeout(180_000);
  const { bold, says, end } = follow("from-invoice-to-cash");
  const addressOf = (id: Parameters<typeof personaOf>[0]) => accountAt(personaOf(id).index).address;
  const balances = () =>
    Promise.all((["enterprise", "supplier", "workshop", "financier"] as const).map((id) => euros(addressOf(id))));
  const before = await balances();
  const switching = bold("Switch persona");
  const page = await demo(browser, bold("Connect wallet"), bold("Chen Jing"));
  const receivables = async (entry: string) => {
    await page.getByRole("banner").getByRole("button", { name: "Receivables" }).click();
    await menu(page, entry);
  };

  bold("Receivables");
  await receivables(bold("Register an invoice"));
  await page
    .getByLabel(bold("Choose an XML file"))
    .setInputFiles(join(import.meta.dirname, "../..", says("docs/tutorials/invoice.xml")));
  await expect(page.getByRole("region", { name: bold("What the invoice says") })).toContainText(says("119.00 EUR"));
  await page.getByLabel(bold("Debtor"), { exact: true }).fill(says(addressOf("enterprise")));
  const due = new Date(((await now()) + 60 * day) * 1_000).toISOString().slice(0, 10);
  await page.getByLabel(bold("Due on")).fill(due);
  const check = page.getByRole("button", { name: bold("Check and show what is signed") });
  await check.click();
  const preview = page.getByRole("heading", { name: "What you register" });
  const used = page.getByText("This invoice is registered already.");
  await expect(preview.or(used)).toBeVisible();
  let number = says("CJ26042");
  if (await used.isVisible()) {
    number += Date.now().toString(36).toUpperCase();
    await page.getByLabel("Number of the invoice").fill(number);
    await check.click();
  }
  await expect(preview).toBeVisible();
  await page.getByRole("button", { name: bold("Register"), exact: true }).click();
  await page.getByRole("link", { name: bold("To the receivable") }).click();
  await expect(page.getByText(says("It waits for the debtor to confirm it."))).toBeVisible();

  await become(page, switching, bold("Ingrid Solberg"));
  bold("Receivables");
  await receivables(bold("Desk"));
  await page.getByRole("button", { name: bold("Core enterprise") }).click();
  await page.getByLabel(`Choose ${number}`).check();
  await expect(page.getByText(says("A confirmation can't be taken back"))).toBeVisible();
  await page.getByRole("button", { name: bold("Confirm the 1 chosen") }).click();
  await expect(page.getByText("1 invoice is confirmed.")).toBeVisible();

  await become(page, switching, bold("Chen Jing"));
  await receivables(bold("Desk"));
  await page.getByRole("button", { name: bold("Supplier") }).click();
  await page.getByRole("region", { name: "What you hold" }).getByRole("link", { name: number }).click();
  const acts = page.getByRole("region", { name: bold("What you may do") });
  await acts.getByRole("button", { name: bold("Hand on"), exact: true }).click();
  await acts.getByLabel("To", { exact: true }).fill(says(addressOf("workshop")));
  await acts.getByLabel(/^Amount/).fill(says("35.70"));
  await expect(acts.getByText(says("35.70 EURX of 119 EURX; 83.30 EURX stays with you."))).toBeVisible();
  await acts
    .getByRole("button", { name: bold("Hand on"), exact: true })
    .last()
    .click();
  await expect(
    page.getByRole("region", { name: bold("How it was handed on") }).getByRole("img", { name: /over 2 tiers/ }),
  ).toBeVisible({ timeout: 30_000 });

  await become(page, switching, bold("Tomás Ferreira"));
  await receivables(bold("Desk"));
  await page
    .getByRole("region", { name: bold("What you hold") })
    .getByRole("link", { name: number })
    .click();
  await page.getByRole("link", { name: bold("Sell it") }).click();
  const terms = page.getByRole("form", { name: bold("Name your terms") });
  await expect(terms.getByLabel("Rate in % a year")).toHaveValue("6");
  await terms.getByRole("button", { name: bold("Post it for all to see") }).click();
  await expect(page.getByRole("heading", { name: "Your offers for this lot" })).toBeVisible({ timeout: 30_000 });

  await become(page, switching, bold("Nadia Haddad"));
  bold("Receivables");
  await receivables(bold("Quotes"));
  await page.getByRole("link", { name: bold("Buy"), exact: true }).click();
  const forSale = page.getByRole("table", { name: bold("Lots for sale") });
  await forSale
    .getByRole("row", { name: number })
    .getByRole("button", { name: bold("Buy") })
    .click();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: bold("Buy"), exact: true })
    .click();
  await expect(page.getByText(says("Bought. The lot is yours."))).toBeVisible({ timeout: 30_000 });
  await page.getByRole("dialog").getByRole("button", { name: "Close" }).last().click();

  await become(page, switching, bold("Ingrid Solberg"));
  bold("Receivables");
  await receivables(bold("Pay"));
  await page.getByLabel(`Pay invoice ${number}`).check();
  await page.getByRole("button", { name: bold("Pay 119 EURX") }).click();
  await expect(page.getByText("Paid.", { exact: true })).toBeVisible({ timeout: 30_000 });

  const collect = async (part: string | undefined) => {
    if (part) await page.getByRole("button", { name: part }).click();
    await page.getByRole("region", { name: "What you hold" }).getByRole("link", { name: number }).click();
    await acts.getByRole("button", { name: "Collect", exact: true }).click();
    await acts.getByRole("button", { name: "Collect", exact: true }).nth(1).click();
    await expect(page.getByText("Done. It shows here")).toBeVisible({ timeout: 30_000 });
  };
  await become(page, switching, bold("Chen Jing"));
  await receivables(bold("Desk"));
  bold("Collect");
  bold("Collect");
  await collect(undefined);
  await become(page, switching, bold("Nadia Haddad"));
  await receivables(bold("Desk"));
  await collect(bold("Financier"));
  const [paid = 0n, first, second = 0n, third = 0n] = (await balances()).map((sum, i) => sum - (before[i] ?? 0n));
  expect([paid, first]).toEqual([-119_000_000n, 83_300_000n]);
  // 35.70 for 60 of 360 days at 6 %, or a day less where one has just begun.
  expect(second).toBeGreaterThanOrEqual(35_343_000n);
  expect(second).toBeLessThan(35_400_000n);
  expect(second + third).toBe(35_700_000n);

  await page.getByRole("link", { name: bold("Statement") }).click();
  await expect(page.getByRole("img", { name: /^QR code that leads to/ })).toBeVisible();
  end();
});
