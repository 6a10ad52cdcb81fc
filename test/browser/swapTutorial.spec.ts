import { expect, type Page, test } from "@playwright/test";
import { personaOf } from "@tallystick/sdk/local/personas";
import { etherOn, eurosOn, giveEurosOn } from "./swaps.ts";
import { become, demo, follow, menu } from "./tutorial.ts";
import { accountAt } from "./wallet.ts";

test.use({ actionTimeout: 60_000 });

const soon = { timeout: 90_000 };
const addressOf = (id: Parameters<typeof personaOf>[0]) => accountAt(personaOf(id).index).address;

/** Chooses from a list what the tutorial calls so. */
async function choose(page: Page, list: string, words: string): Promise<void> {
  const field = page.getByLabel(list, { exact: true });
  const option = field.locator("option", { hasText: words }).first();
  await option.waitFor({ state: "attached", ...soon });
  await field.selectOption((await option.getAttribute("value")) ?? "");
}

test("APP-92 swaps across two chains as the tutorial says", async ({ browser }) => {
  test.setTimeout(420_000);
  const { bold, says, end } = follow("swap-across-two-chains");
  await giveEurosOn(31337, personaOf("newcomer").index);
  const balances = () =>
    Promise.all([
      ...(["newcomer", "financier"] as const).map((id) => eurosOn(31337, addressOf(id))),
      ...(["newcomer", "financier"] as const).map((id) => etherOn(31338, addressOf(id))),
    ]);
  const before = await balances();
  const switching = bold("Switch persona");
  const entry = bold("Swaps");
  const group = bold("Deals");
  const page = await demo(browser, bold("Connect wallet"), bold("Sam Reyes"));
  const swaps = async () => {
    await page.getByRole("banner").getByRole("button", { name: group }).click();
    await menu(page, entry);
  };
  const view = (name: string) => page.getByRole("navigation", { name: "Swaps" }).getByRole("link", { name }).click();
  const swapped = (words: string) => expect(page.getByText(words)).toBeVisible(soon);

  bold("Swaps");
  await swaps();
  await expect(page.getByText(bold("Market maker"))).toBeVisible(soon);
  await choose(page, bold("What for what"), says("EURX on Tallystick local A for ETH on Tallystick local B"));
  await page.getByLabel(bold("You give (EURX)")).fill("10");
  await page
    .getByRole("button", { name: new RegExp(`^${bold("Swap")} `) })
    .first()
    .click(soon);
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText(bold("At worst locked until"))).toBeVisible();
  const lock = bold("Sign and lock");
  await dialog.getByRole("button", { name: lock }).click(soon);
  await page.waitForURL(/\/swaps\/0x[0-9a-f]{64}$/, soon);
  const path = new URL(page.url()).pathname;

  await page.goto("/");
  bold("Swaps");
  await swaps();
  const mine = bold("Your swaps");
  await view(mine);
  await page.locator(`a[href="${path}"]`).click(soon);
  await expect(page.getByText(bold("What happened"))).toBeVisible(soon);
  bold("What happens next");
  bold("If nobody does anything");
  await page.getByRole("button", { name: bold("Sign to go on") }).click(soon);
  await swapped(says("Swapped. 0.00398 ETH is yours on Tallystick local B"));

  bold("Swaps");
  await swaps();
  await view(bold("Make an order"));
  await choose(page, bold("You give"), says("EURX"));
  await page.getByLabel(bold("How much you give (EURX)")).fill("10");
  await choose(page, bold("You want (Tallystick local B)"), says("ETH"));
  await page.getByLabel(bold("How much you want (ETH)")).fill(says("0.005"));
  await page.getByRole("button", { name: bold("Sign and post") }).click();
  const own = page.getByRole("region", { name: bold("Your orders") });
  await expect(own.getByRole("button", { name: new RegExp(`^${bold("Withdraw")}`) }).first()).toBeVisible(soon);

  await become(page, switching, bold("Nadia Haddad"));
  bold("Swaps");
  await swaps();
  await choose(page, "What for what", says("ETH on Tallystick local B for EURX on Tallystick local A"));
  const best = page.getByRole("listitem").filter({ hasText: "Offered by Sam Reyes" });
  await best
    .getByRole("button", { name: new RegExp(`^${bold("Swap")} `) })
    .first()
    .click(soon);
  await dialog.getByRole("button", { name: bold("Sign and lock") }).click(soon);
  await swapped(says("Sam Reyes locks 10 EURX for you on Tallystick local A."));
  const second = new URL(page.url()).pathname;

  await become(page, switching, bold("Sam Reyes"));
  bold("Swaps");
  const openSecond = async () => {
    await swaps();
    await view(mine);
    await page.locator(`a[href="${second}"]`).click(soon);
  };
  bold("Your swaps");
  await openSecond();
  await page.getByRole("button", { name: bold("Lock your part") }).click(soon);
  await expect(page.getByText("You have locked 10 EURX").or(page.getByText("Both have locked")).first()).toBeVisible(
    soon,
  );

  await become(page, switching, bold("Nadia Haddad"));
  bold("Your swaps");
  await openSecond();
  await expect(page.getByText(/The secret is public|^Swapped/)).toBeVisible(soon);
  await become(page, switching, bold("Sam Reyes"));
  await openSecond();
  await swapped("Swapped. 0.005 ETH is yours on Tallystick local B");
  const gained = (await balances()).map((now, i) => now - (before[i] ?? 0n));
  expect(gained[0], "Sam's euros").toBe(-20_000_000n);
  expect(gained[1], "Nadia's euros").toBe(10_000_000n);
  // 0.00398 of the maker and 0.005 of the bank; the relay has paid for both claims.
  expect(gained[2], "Sam's ether on B").toBe(8_980_000_000_000_000n);
  expect(gained[3] ?? 0n, "Nadia's ether on B, less the fee of her lock").toBeLessThanOrEqual(-5_000_000_000_000_000n);
  end();
});
