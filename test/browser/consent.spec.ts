import { type Browser, expect, type Page, test } from "@playwright/test";
import { giveEther } from "./chain.ts";
import { connect, unique } from "./steps.ts";
import { accountAt, injectWallet } from "./wallet.ts";
import { expectClean, makeDataset } from "./world.ts";

const holders = [20, 21, 22] as const;
const publisher = 20;
const reader = 23;

async function as(browser: Browser, index: number): Promise<Page> {
  const page = await (await browser.newContext({ locale: "en-GB" })).newPage();
  await injectWallet(page, index);
  await page.goto("/");
  await connect(page);
  return page;
}

test("APP-54 reads a record once two of three holders have signed, and not after one has taken that back", async ({
  browser,
}) => {
  test.setTimeout(300_000);
  const title = unique("A record");
  for (const index of [...holders, reader]) await giveEther(index);
  const accounts = holders.map((index) => accountAt(index).address);
  const { path } = await makeDataset(publisher, title, { holders: accounts });
  const id = path.replace("/market/", "");
  const library = `/library/${id}`;

  // The reader asks; without consent the keepers refuse, with a receipt.
  const asking = await as(browser, reader);
  await asking.goto(library);
  await expect(asking.getByText("This is a record under consent")).toBeVisible({ timeout: 30_000 });
  await asking.getByRole("button", { name: "Get the key" }).click();
  await expect(asking.getByText(/The keepers refused the key/)).toBeVisible({ timeout: 30_000 });
  await asking.goto(`/consent?dataset=${id}`);
  await asking.getByLabel("Purpose").selectOption({ label: "research" });
  await asking.getByLabel(/^Message/).fill("A study of <b>rain</b>.");
  await asking.getByRole("button", { name: "Ask for consent" }).click();
  await expect(asking.getByText("0 of 2 signed")).toBeVisible({ timeout: 30_000 });
  await expectClean(asking);

  // Two holders see who asks for what, and sign; nobody sends a transaction yet.
  for (const [n, index] of [20, 21].entries()) {
    const holder = await as(browser, index);
    await holder.goto("/consent");
    const record = holder.getByRole("article", { name: title });
    await expect(record.getByText("A study of <b>rain</b>.")).toBeVisible({ timeout: 30_000 });
    await expect(record.getByText("research", { exact: true })).toBeVisible();
    await record.getByRole("button", { name: "Sign", exact: true }).click();
    await expect(record.getByText(`${n + 1} of 2 signed`)).toBeVisible({ timeout: 30_000 });
    if (n === 0) await expectClean(holder);
    await holder.context().close();
  }

  // The reader gives it, with both signatures, and reads.
  await asking.getByRole("button", { name: "Give the consent" }).click();
  await expect(asking.getByText("consent in force")).toBeVisible({ timeout: 30_000 });
  await asking.goto(library);
  await asking.getByRole("button", { name: "Get the key" }).click();
  await expect(asking.getByText("The key is here.")).toBeVisible({ timeout: 30_000 });

  // One takes it back: that ends it at once.
  const holder = await as(browser, 21);
  await holder.goto("/consent");
  await holder.getByRole("article", { name: title }).getByRole("button", { name: "Withdraw my consent" }).click();
  await expect(holder.getByRole("article", { name: title }).getByText("consent in force")).toBeHidden({
    timeout: 30_000,
  });
  await asking.goto(library);
  await asking.getByRole("button", { name: "Get the key" }).click();
  await expect(asking.getByText(/The keepers refused the key/)).toBeVisible({ timeout: 30_000 });

  // The refusal is kept as a receipt, and stands up to the audit page.
  const receipts = asking.getByRole("region", { name: /receipts? of the keepers/ });
  await expect(receipts.getByText("refused", { exact: true }).first()).toBeVisible();
  await receipts
    .getByRole("link", { name: /^Check it/ })
    .first()
    .click();
  await expect(asking).toHaveURL(/\/audit/);
  await expect(asking.getByText(/signed by/i).first()).toBeVisible({ timeout: 30_000 });
});
