import { expect, type Page, test } from "@playwright/test";
import { connect, csvName, unique } from "./steps.ts";
import { injectWallet } from "./wallet.ts";
import { expectClean, makeDataset } from "./world.ts";

const first = 18;
const second = 19;

async function as(page: Page, index: number) {
  const wallet = await injectWallet(page, index);
  await page.goto("/");
  await connect(page);
  return wallet;
}

test("APP-53 exchanges data for data: signed and sent by one, accepted by one transaction of the other", async ({
  page,
  browser,
}) => {
  test.setTimeout(150_000);
  const [titles, otherTitle] = [unique("Weather of the north"), unique("Weather of the south")];
  const own = await makeDataset(first, titles);
  const other = await makeDataset(second, otherTitle);
  const wallet = await as(page, first);
  await page.goto("/exchange");
  // The indexer must know both before they can be named.
  await expect(async () => {
    await page.goto("/exchange");
    await page.getByRole("button", { name: "Propose a deal" }).click();
    await page.getByLabel("You give").selectOption({ label: titles }, { timeout: 2_000 });
  }).toPass({ timeout: 30_000 });
  await page.getByLabel("You get").fill(other.path);
  await expect(page.getByRole("group", { name: "You get" }).getByText(otherTitle)).toBeVisible();
  await expect(page.getByRole("group", { name: "You give" }).getByText("For 3 months")).toBeVisible();
  await expectClean(page);
  wallet.requests.length = 0;
  await page.getByRole("button", { name: "Sign the proposal" }).click();
  const link = await page.getByLabel("Proposal").first().inputValue();
  expect(wallet.requests).not.toContain("eth_sendTransaction");

  const theirs = await (await browser.newContext()).newPage();
  const accepting = await as(theirs, second);
  await theirs.goto(link.slice(link.indexOf("/exchange")));
  await expect(theirs.getByRole("group", { name: "You give" }).first().getByText(otherTitle)).toBeVisible();
  accepting.requests.length = 0;
  await theirs.getByRole("button", { name: "Accept: give and get" }).click();
  await expect(theirs.getByText("Done. Both rights are given.")).toBeVisible({ timeout: 30_000 });
  expect(accepting.requests.filter((method) => method === "eth_sendTransaction")).toHaveLength(1);

  await theirs.goto(own.path.replace("/market/", "/library/"));
  await theirs.getByRole("button", { name: "Get the key" }).click();
  await expect(theirs.getByText("The key is here.")).toBeVisible({ timeout: 30_000 });
  await page.goto(other.path.replace("/market/", "/library/"));
  await page.getByRole("button", { name: "Get the key" }).click();
  await expect(page.getByText("The key is here.")).toBeVisible({ timeout: 30_000 });
  await page.getByRole("button", { name: `Preview: ${csvName}` }).click();
  await expect(page.getByRole("cell", { name: "2012-01-01" }).first()).toBeVisible();
});
