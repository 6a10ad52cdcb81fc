import { readFileSync } from "node:fs";
import { type Browser, type BrowserContext, expect, type Page, test } from "@playwright/test";
import { personaOf } from "@tallystick/sdk/local/personas";
import { newSecretFile, secretFileText } from "@tallystick/sdk/swaps/secretFile";
import { connect } from "./steps.ts";
import { etherOn, eurosOn, expectToFit360, giveEurosOn, openTake } from "./swaps.ts";
import { accountAt, injectWallet } from "./wallet.ts";
import { expectClean, expectCleanInBoth } from "./world.ts";

const { index } = personaOf("researcher");
const account = accountAt(index).address;
const soon = { timeout: 60_000 };
const fileOf = (text: string) => ({ name: "file.json", mimeType: "application/json", buffer: Buffer.from(text) });

/** A browser that knows nothing yet, with a wallet that signs differently each time. */
async function newDevice(browser: Browser): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext({ locale: "en-GB" });
  const page = await context.newPage();
  await injectWallet(page, index, { unsteady: true });
  await page.goto("/");
  await connect(page);
  return { context, page };
}

/** Saves the file that the dialog asks for; answers with its text. */
async function save(page: Page): Promise<string> {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("dialog").getByRole("button", { name: "Save the file" }).click(soon),
  ]);
  expect(download.suggestedFilename()).toMatch(/^tallystick-swaps-0x\w{8}-\d{4}-\d\d-\d\d\.json$/);
  return readFileSync(await download.path(), "utf8");
}

test("APP-227 APP-229 swaps with a wallet that signs differently each time: saves a file, loses the browser, claims with the file", async ({
  browser,
}) => {
  test.setTimeout(300_000);
  await giveEurosOn(31337, index);
  const balances = () => Promise.all([eurosOn(31337, account), etherOn(31338, account)]);
  const before = await balances();
  const { context, page } = await newDevice(browser);
  // The device breaks before it can claim.
  await context.route("**/api/relay/swap", (route) =>
    route.request().postData()?.includes('"act":"claim"') ? route.abort() : route.continue(),
  );
  await openTake(page, "5");
  const dialog = page.getByRole("dialog");
  const lock = dialog.getByRole("button", { name: "Sign and lock" });
  await expect(lock).toBeEnabled(soon);
  await lock.click();
  await expect(dialog.getByRole("heading", { name: "This swap needs a file" })).toBeVisible(soon);
  await expect(lock).toBeHidden();
  const text = await save(page);
  await expectCleanInBoth(page);
  await expectToFit360(page);

  const chosen = dialog.getByLabel("Choose the file that you have just saved");
  const words = dialog.getByLabel("Or open it, and type the two words after “check”");
  await words.fill("babab-babab");
  await dialog.getByRole("button", { name: "Confirm" }).click();
  await expect(dialog.getByText("These are not its check words.")).toBeVisible();
  const another = await secretFileText(newSecretFile(account, [31337, 31338]));
  await chosen.setInputFiles(fileOf(another));
  await expect(dialog.getByText("This is another file than the one that you have just saved.")).toBeVisible();
  expect(await balances(), "nothing is locked before the file is there").toEqual(before);
  await words.fill(String(JSON.parse(text).check).replace("-", " "));
  await dialog.getByRole("button", { name: "Confirm" }).click();
  await expect(dialog.getByText("The file is saved and checked.")).toBeVisible();
  await lock.click();
  await page.waitForURL(/\/swaps\/0x[0-9a-f]{64}$/, soon);
  const path = new URL(page.url()).pathname;
  const stored = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
  expect(stored, "the secret part is in no storage that is readable").not.toContain(JSON.parse(text).root.slice(2));
  // Another tab of this browser asks for nothing: the file is kept here.
  const tab = await context.newPage();
  const { requests } = await injectWallet(tab, index, { unsteady: true });
  await tab.goto("/");
  await connect(tab);
  await tab.goto(path);
  await expect(tab.getByText(/^(As soon as it is safe|The relay does not answer)/).first()).toBeVisible(soon);
  expect(requests).not.toContain("eth_signTypedData_v4");
  await context.close();

  const again = await newDevice(browser);
  await again.page.goto("/swaps?view=mine");
  await again.page.locator(`a[href="${path}"]`).click(soon);
  await again.page.getByRole("button", { name: "Sign to go on" }).click(soon);
  const given = again.page.getByLabel("Your file of swap secrets");
  await expect(given).toBeVisible(soon);
  await expectClean(again.page);
  await expectToFit360(again.page);
  await given.setInputFiles(fileOf(text.replace("0x", "0y")));
  await expect(again.page.getByText(/^This file can't be used: /)).toBeVisible();
  await given.setInputFiles(fileOf(another));
  await expect(again.page.getByText("The secret of this swap is not in this file.")).toBeVisible(soon);
  await given.setInputFiles(fileOf(text));
  await expect(again.page.getByText(/^Swapped\./)).toBeVisible(soon);
  const after = await balances();
  expect(after[0] - before[0]).toBe(-5_000_000n);
  expect(after[1] - before[1]).toBe(1_990_000_000_000_000n);

  // A file that was not made here opens its swaps and begins none: whoever made it may know what comes next.
  await openTake(again.page, "5");
  const next = again.page.getByRole("dialog").getByRole("button", { name: "Sign and lock" });
  await expect(next.or(again.page.getByRole("heading", { name: "This swap needs a file" }))).toBeVisible(soon);
  if (await next.isVisible()) await next.click(soon);
  await expect(again.page.getByRole("heading", { name: "This swap needs a file" })).toBeVisible(soon);
  await again.context.close();
});
