import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { euros } from "./chain.ts";
import { csv, csvName } from "./steps.ts";
import { demo, follow, linkTo, menu, openInMarket } from "./tutorial.ts";
import { accountAt } from "./wallet.ts";

// The tutorials, followed step by step by the people of the demo.
test.use({ actionTimeout: 20_000 });

const [seller, sam] = [4, 9];

test("APP-92 sells a first data set as the tutorial says", async ({ browser }) => {
  test.setTimeout(180_000);
  const tutorial = follow("sell-your-first-data-set");
  const { bold, says } = tutorial;
  const mei = await demo(browser, bold("Connect wallet"), bold("Mei Tanaka"));

  await menu(mei, bold("Publish"));
  const path = says("node_modules/vega-datasets/data/seattle-weather.csv");
  await expect(mei.getByRole("heading", { name: bold("Files") })).toBeVisible();
  await mei.getByLabel("Drop files here").setInputFiles(join(import.meta.dirname, "../..", path));
  await expect(mei.getByText(/precipitation \(number\)/)).toBeVisible();
  await expect(mei.getByLabel(bold("Show this sample to everybody"))).toBeChecked();
  await mei.getByRole("button", { name: bold("Next") }).click();
  await expect(mei.getByRole("heading", { name: bold("Description") })).toBeVisible();
  const title = says("My first data set");
  await mei.getByLabel("Title").fill(title);
  await mei.getByRole("textbox", { name: "Description" }).fill(says("Daily weather of Seattle."));
  await mei.getByLabel("Keywords").fill("weather, Seattle");
  await mei.getByRole("button", { name: bold("Next") }).click();
  await expect(mei.getByRole("heading", { name: bold("Offer") }).first()).toBeVisible();
  await expect(mei.getByLabel(bold("Subscription"))).toBeChecked();
  await mei.getByLabel("Amount").fill("3");
  await mei.getByRole("button", { name: bold("Next") }).click();
  await mei.getByRole("button", { name: bold("Encrypt and publish") }).click();
  await mei.getByRole("link", { name: bold("See the data set") }).click({ timeout: 60_000 });
  await mei.waitForURL(/\/market\/0x/);
  const at = new URL(mei.url()).pathname;
  await expect(mei.getByText(says("Checked: the manifest is the one that was anchored"))).toBeVisible();

  const reader = await demo(browser, bold("Connect wallet"), bold("Sam Reyes"));
  await openInMarket(reader, title, at);
  const before = await euros(accountAt(sam).address);
  await reader
    .getByRole("button", { name: bold("Buy"), exact: true })
    .first()
    .click();
  await expect(reader.getByRole("dialog").getByText("3 EURX").first()).toBeVisible();
  await reader.getByRole("button", { name: bold("Sign and buy") }).click();
  await expect(reader.getByText(says("It is yours"))).toBeVisible();
  expect(before - (await euros(accountAt(sam).address))).toBe(3_000_000n);

  await reader
    .getByRole("dialog")
    .getByRole("link", { name: bold("Read the data") })
    .click();
  await menu(reader, bold("My library"));
  await linkTo(reader, title, at.replace("market", "library")).click();
  await reader.getByRole("button", { name: bold("Get the key") }).click();
  await expect(reader.getByText("The key is here.")).toBeVisible();
  await reader.getByRole("button", { name: `${bold("Preview")}: ${csvName}` }).click();
  await expect(reader.getByText("2012-01-01").first()).toBeVisible();
  const saved = reader.waitForEvent("download");
  await reader.getByRole("button", { name: `${bold("Save")}: ${csvName}` }).click();
  expect(readFileSync(await (await saved).path(), "utf8")).toBe(csv);

  await menu(mei, bold("My data"));
  const revenue = mei.getByRole("region", { name: bold("Revenue") });
  await expect(revenue.getByText(/EURX/).first()).toBeVisible();
  const collect = revenue.getByRole("button", { name: bold("Collect") });
  // Where the demo was run before, it has been collected.
  if ((await collect.count()) > 0) {
    const earned = await euros(accountAt(seller).address);
    await collect.click();
    await expect(collect).toHaveCount(0);
    expect(await euros(accountAt(seller).address)).toBeGreaterThan(earned);
  }

  await menu(mei, bold("My data"));
  await linkTo(mei, title, at.replace("market", "my-data")).click();
  await mei.getByRole("link", { name: bold("As others see it") }).click();
  const sales = mei.getByRole("region", { name: bold("Sales") });
  await sales
    .getByRole("listitem")
    .filter({ hasText: "Sam Reyes" })
    .getByRole("button", { name: bold("Revoke and pay back") })
    .click();
  await expect(sales.getByRole("button", { name: "Revoke and pay back" })).toHaveCount(0);
  await menu(reader, bold("My library"));
  await expect(reader.getByRole("heading", { name: bold("Money is waiting for you") })).toBeVisible();
  await reader.getByRole("button", { name: bold("Withdraw") }).click();
  // He has had it for a minute of thirty days.
  await expect.poll(async () => before - (await euros(accountAt(sam).address))).toBeLessThan(1_000n);

  await linkTo(reader, title, at.replace("market", "library")).click();
  await reader.getByRole("button", { name: bold("Get the key") }).click();
  await expect(reader.getByText(/The keepers refused the key/)).toContainText("Your right to read this was revoked");
  const receipts = reader.getByRole("region", { name: new RegExp(bold("receipts of the keepers")) });
  const refusal = receipts.getByRole("listitem").filter({ hasText: "refused" }).first();
  await refusal.getByRole("link", { name: bold("Check it") }).click();
  const verdict = reader.getByRole("article").filter({ hasText: title });
  await expect(verdict.getByText("right-revoked")).toBeVisible();
  await expect(verdict.getByText(/Signed by/)).toBeVisible();
  tutorial.end();
});
