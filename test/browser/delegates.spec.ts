import { expect, type Page, test } from "@playwright/test";
import { callOf } from "@tallystick/sdk/chain/call";
import { send } from "@tallystick/sdk/chain/send";
import { depositDividend } from "@tallystick/sdk/governance/dividends";
import { holdingOf, NOBODY } from "@tallystick/sdk/governance/power";
import { approve } from "@tallystick/sdk/market/buying";
import { deployed, networkOf } from "@tallystick/sdk/networks";
import { erc20Abi } from "viem";
import { client, euros, giveEther, giveEuros } from "./chain.ts";
import { founder, giveTally, TALLY } from "./dao.ts";
import { connect } from "./steps.ts";
import { accountAt, injectWallet } from "./wallet.ts";
import { actorAt, expectClean } from "./world.ts";

const [holder, friend] = [22, 23];
const HELD = 500n * TALLY;
const places = deployed(networkOf(31337));
const holding = (index: number) => holdingOf(actorAt(index), accountAt(index).address);
// The first look waits for parts of the page that come by themselves.
test.use({ actionTimeout: 30_000 });

const own = (page: Page) => page.getByRole("region", { name: "Your power" });

test.describe("delegates", () => {
  test.beforeAll(async () => {
    for (const index of [holder, friend]) await giveEther(index);
    await giveTally(holder, HELD);
  });

  test("APP-81 gives power by a signature that costs nothing, and takes it back by a transaction", async ({ page }) => {
    const wallet = await injectWallet(page, holder);
    await page.goto("/governance/delegates");
    await connect(page);
    await expect(own(page).getByText("500 TALLY").first()).toBeVisible();
    const { address } = accountAt(holder);
    const sent = await client.getTransactionCount({ address });
    await own(page).getByLabel("Give the power to").fill(accountAt(friend).address);
    await own(page).getByRole("button", { name: "Delegate by signature" }).click();
    await expect(own(page).getByText("Given to")).toBeVisible();
    expect((await holding(holder)).delegate).toBe(accountAt(friend).address);
    expect(await client.getTransactionCount({ address })).toBe(sent);
    expect(wallet.requests).not.toContain("eth_sendTransaction");
    await own(page).getByRole("button", { name: "Take it back by transaction" }).click();
    await expect(own(page).getByText("Given to")).toBeHidden();
    expect((await holding(holder)).power).toBe(HELD);
  });

  test("APP-81 gives power up only when asked twice", async ({ page }) => {
    await injectWallet(page, holder);
    await page.goto("/governance/delegates");
    await connect(page);
    await own(page).getByRole("button", { name: "Give the power up" }).click();
    await own(page).getByRole("button", { name: "Cancel" }).click();
    expect((await holding(holder)).isRenounced).toBe(false);
    await own(page).getByRole("button", { name: "Give the power up" }).click();
    await own(page).getByRole("button", { name: "Yes, give it up" }).click();
    await expect(own(page).getByText("Given up")).toBeVisible();
    expect((await holding(holder)).delegate).toBe(NOBODY);
    await own(page).getByRole("button", { name: "Take it back by signature" }).click();
    await expect(own(page).getByText("Given up")).toBeHidden();
    expect((await holding(holder)).power).toBe(HELD);
  });

  test("APP-80 lists members by power, and tells on each one's page whose his power is", async ({ page }) => {
    await page.goto("/governance/delegates");
    const rows = page.getByRole("region", { name: "Members" }).getByRole("row");
    await expect(rows.nth(1)).toContainText("Deployer", { timeout: 30_000 });
    await page.getByLabel("Order by").selectOption("Newest");
    const shown = accountAt(holder).address.toLowerCase().slice(-4);
    await rows.getByRole("link", { name: new RegExp(shown, "i") }).click();
    await expect(page.getByRole("region", { name: "Power", exact: true }).getByText("500 TALLY").first()).toBeVisible();
    await expect(page.getByRole("region", { name: "Delegations" }).getByRole("listitem").first()).toBeVisible();
    await expect(page.getByRole("region", { name: "Power over time" }).locator("svg")).toBeVisible();
    await expectClean(page);
    await page.goto("/governance/delegates/nobody");
    await expect(page.getByText("There is no such account")).toBeVisible();
  });

  test("APP-81 sends no delegation that its holder did not sign", async ({ request }) => {
    const { address } = accountAt(holder);
    const forged = { delegator: address, delegatee: accountAt(friend).address, nonce: "0", expiry: 2 ** 40 };
    const signature = `0x${"11".repeat(65)}`;
    for (const delegation of [{}, { ...forged, signature }, { ...forged, signature: "0x" }]) {
      const answer = await request.post("/api/relay/delegation", { data: { chainId: 31337, delegation } });
      expect([answer.status(), (await answer.json()).code]).toEqual([400, "badDelegation"]);
    }
  });
});

test("APP-83 shows what is due of dividends, claims it, and has another's paid out to him", async ({ page }) => {
  const { eurx } = places;
  if (!eurx) throw new Error("no play money here");
  await giveEuros(founder);
  for (const index of [holder, friend]) await giveTally(index, HELD);
  const amount = 100_000_000n;
  await send(actorAt(founder), approve(eurx, places.dividends, amount));
  await send(actorAt(founder), depositDividend(places.dividends, eurx, amount));
  await injectWallet(page, holder);
  await page.goto("/governance/treasury");
  await connect(page);
  const before = await euros(accountAt(holder).address);
  const dividends = page.getByRole("region", { name: "Dividends" });
  await dividends.getByRole("button", { name: "Claim", exact: true }).click();
  await expect(dividends.getByText("Nothing is due.")).toBeVisible();
  // 500 of a million at most, rounded down.
  expect((await euros(accountAt(holder).address)) - before).toBeGreaterThanOrEqual(49_999n);
  const had = await euros(accountAt(friend).address);
  await dividends.getByLabel("Account").fill(accountAt(friend).address);
  await dividends.getByRole("button", { name: "Pay out" }).click();
  await expect(dividends.getByText("Nothing is due.")).toHaveCount(2, { timeout: 30_000 });
  expect(await euros(accountAt(friend).address)).toBeGreaterThan(had);
  await expect(dividends.getByText("100 EURX").first()).toBeVisible();
});

test("APP-82 shows the treasury's money, its limits and what it received", async ({ page }) => {
  const { eurx } = places;
  if (!eurx) throw new Error("no play money here");
  await giveEuros(friend);
  await send(actorAt(friend), callOf(eurx, erc20Abi, "transfer", [places.timelock, 1_500_000n]));
  await page.goto("/governance/treasury");
  const money = page.getByRole("region", { name: "Money and limits" });
  await expect(money.getByRole("row", { name: /EURX/ })).toContainText(/1\.50|\d+\.5/, { timeout: 30_000 });
  await expect(money.getByRole("row", { name: /EURX/ })).toContainText(/critical proposals only|in any/);
  const moves = page.getByRole("region", { name: "Received and spent" });
  await expect(moves.getByText("1.50 EURX").first()).toBeVisible();
  await expect(moves.getByText("received").first()).toBeVisible();
  await expectClean(page);
});
