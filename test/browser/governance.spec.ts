import { readFile } from "node:fs/promises";
import { expect as expectSoon, type Page, test } from "@playwright/test";
import { send } from "@tallystick/sdk/chain/send";
import { actionOf } from "@tallystick/sdk/governance/proposals";
import { offersOf } from "@tallystick/sdk/market/offers";
import { marketFee, setFee } from "@tallystick/sdk/market/registry";
import { collect } from "@tallystick/sdk/market/selling";
import { deployed } from "@tallystick/sdk/networks";
import type { Address } from "viem";
import { client, euros, giveEuros } from "./chain.ts";
import { giveTally, makeProposal, pass, seconds, TALLY } from "./dao.ts";
import { buy, connect, unique } from "./steps.ts";
import { accountAt, injectWallet } from "./wallet.ts";
import { actorAt, expectClean, makeDataset, pageOf } from "./world.ts";

const { market } = deployed(actorAt(0).network);
const [direct, signing, against, outsider, seller, buyer] = [14, 15, 16, 17, 19, 12];
const feeBps = async () => (await marketFee(actorAt(0))).feeBps;

/** An act goes through wallet, relay, chain and indexer before a page shows it. */
const expect = expectSoon.configure({ timeout: 45_000 });
const panel = (page: Page) => page.getByRole("region", { name: "Your vote" });

/** Votes as the panel offers it, by the way that is chosen already. */
async function choose(page: Page, side: string): Promise<void> {
  await expect(panel(page).getByText(/^You vote with/)).toBeVisible();
  await panel(page).getByRole("radio", { name: side, exact: true }).check();
  await expect(panel(page).getByText("With your vote, if nobody else voted")).toBeVisible();
}

test.describe("a change of the market's fee by vote", () => {
  test.describe.configure({ mode: "serial", timeout: 240_000 });
  const title = unique("Lower the market fee");
  let fee = 0;
  let proposal = { id: 0n, path: "" };

  test.beforeAll(async () => {
    for (const [index, amount] of [
      [direct, 60_000n],
      [signing, 30_000n],
      [against, 20_000n],
    ] as const) {
      await giveTally(index, amount * TALLY);
    }
    // Another one each time: the same actions can't be proposed twice at once.
    fee = 100 + (Math.floor(Date.now() / 1_000) % 100);
    const why = "## Why\n\nSee the [forum](https://forum.example/t/1).\n\n<img src=x onerror=alert(1)>";
    proposal = await makeProposal([actionOf(setFee(market, fee))], `# ${title}\n\n${why}`);
  });

  test("APP-64 lists it, and tells each member that his vote is waited for", async ({ browser }) => {
    const page = await pageOf(browser, direct);
    await page.goto("/governance");
    const item = page.getByRole("main").getByRole("listitem").filter({ hasText: title });
    await expect(item.getByText("Not open yet")).toBeVisible();
    await pass(seconds.delay);
    await page.reload();
    await expect(item.getByText("Voting", { exact: true })).toBeVisible();
    await expect(page.getByText(/60,000 TALLY/).first()).toBeVisible();
    await page.getByLabel("Needs my vote").check();
    await expect(page).toHaveURL(/vote=1/);
    await expect(item).toBeVisible();
    await page.getByLabel("Search proposals").fill("no such words");
    await expect(page.getByText("No proposal fits")).toBeVisible();
    // What is cleared by a button is cleared in the field, and stays so.
    await page.getByLabel("Needs my vote").uncheck();
    await page.getByRole("button", { name: "Show", exact: true }).click();
    await expect(page.getByLabel("Search proposals")).toHaveValue("");
    await expect(page).not.toHaveURL(/q=/);
    await expect(item).toBeVisible();
    await page.getByLabel("Search proposals").fill(title.toUpperCase());
    await expect(item).toBeVisible();
    await expectClean(page);
    await item.getByRole("link").click();
    await expect(page).toHaveURL(proposal.path);
    await page.context().close();
  });

  test("APP-68 shows power, effect and costs before a vote by transaction, with its reason", async ({ browser }) => {
    const page = await pageOf(browser, direct);
    await page.goto(proposal.path);
    await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
    // A stranger's text is text.
    await expect(page.getByText("<img src=x onerror=alert(1)>")).toBeVisible();
    await expect(page.getByRole("link", { name: /forum.*\(forum\.example\)/ })).toHaveAttribute("rel", /noopener/);
    await expect(panel(page).getByText("60,000 TALLY of your own")).toBeVisible();
    await choose(page, "For");
    await expect(panel(page).getByText("Your vote turns it: it would be won.")).toBeVisible();
    await expect(panel(page).getByText("Your vote brings the quorum.")).toBeVisible();
    await panel(page).getByText("Send a transaction").click();
    await expect(panel(page).getByText(/Costs about 0\.\d+ ETH \([\d,]+ gas\)/)).toBeVisible();
    await panel(page).getByLabel(/^Why/).fill("Small sellers come.\n=1+1");
    await expectClean(page);
    await panel(page).getByRole("button", { name: "Vote", exact: true }).click();
    await expect(panel(page).getByText("Your vote counts")).toBeVisible();
    await expect(page.getByText("Small sellers come.")).toBeVisible();
    await page.context().close();
  });

  for (const [index, side, amount] of [
    [signing, "For", "30,000"],
    [against, "Against", "20,000"],
  ] as const) {
    test(`APP-69 takes a vote ${side.toLowerCase()} by signature alone, free of charge`, async ({ page }) => {
      const { address } = accountAt(index);
      const before = {
        nonce: await client.getTransactionCount({ address }),
        ether: await client.getBalance({ address }),
      };
      const wallet = await injectWallet(page, index);
      await page.goto("/");
      await connect(page);
      await page.goto(proposal.path);
      await choose(page, side);
      await expect(panel(page).getByRole("radio", { name: /Sign, free of charge/ })).toBeChecked();
      wallet.requests.length = 0;
      await panel(page).getByRole("button", { name: "Sign the ballot" }).click();
      await expect(panel(page).getByText("Your vote counts")).toBeVisible();
      await expect(panel(page).getByText(`${side}: ${amount} TALLY`)).toBeVisible();
      expect(wallet.requests.filter((method) => /sign|send/i.test(method))).toEqual(["eth_signTypedData_v4"]);
      expect(await client.getTransactionCount({ address })).toBe(before.nonce);
      expect(await client.getBalance({ address })).toBe(before.ether);
    });
  }

  test("APP-71 gives a receipt that the chain confirms, and none that was changed", async ({ browser }) => {
    const page = await pageOf(browser, direct);
    await page.goto(proposal.path);
    // This browser knows nothing of the vote: the receipt lies where it was given.
    await expect(panel(page).getByText("Your vote counts")).toBeVisible();
    await expect(panel(page).getByRole("button", { name: "Save the receipt" })).toHaveCount(0);
    await panel(page).getByRole("radio", { name: "Abstain", exact: true }).check();
    await panel(page).getByRole("button", { name: "Change my vote" }).click();
    await expect(panel(page).getByText("Abstain: 60,000 TALLY")).toBeVisible();
    const saved = page.waitForEvent("download");
    await panel(page).getByRole("button", { name: "Save the receipt" }).click();
    const text = await readFile(await (await saved).path(), "utf8");
    await page.goto("/governance/receipt");
    await page.getByLabel("Receipt", { exact: true }).fill(text);
    await page.getByRole("button", { name: "Check", exact: true }).click();
    await expect(page.getByText("This vote counts")).toBeVisible();
    await expectClean(page);
    await page.getByLabel("Receipt", { exact: true }).fill(text.replace('"support": 2', '"support": 1'));
    await page.getByRole("button", { name: "Check", exact: true }).click();
    await expect(page.getByText("The last vote of this account on this proposal is another one.")).toBeVisible();
    await page.getByLabel("Receipt", { exact: true }).fill("{}");
    await page.getByRole("button", { name: "Check", exact: true }).click();
    await expect(page.getByText("That is not a receipt of a vote")).toBeVisible();
    await page.context().close();
  });

  test("APP-65 shows every vote with its way and reason, who has not voted, and what is to come", async ({ page }) => {
    await page.goto(proposal.path);
    const votes = page.getByRole("region", { name: "Votes" });
    await expect(votes.getByRole("listitem")).toHaveCount(3);
    await expect(votes.getByText("by signature")).toHaveCount(2);
    await expect(votes.getByText("Changed once")).toHaveCount(1);
    await votes.getByLabel("Choice").selectOption("Against");
    await expect(votes.getByRole("listitem")).toHaveCount(1);
    await expect(page.getByRole("region", { name: "Who has not voted" }).getByText("Deployer")).toBeVisible();
    await expect(page.getByText("The same as a table").first()).toBeVisible();
    await expect(page.getByText(/accounts? has? ?more than half of all power/)).toBeVisible();
    const timeline = page.getByRole("region", { name: "Timeline" });
    await expect(timeline.getByText("Voting ends")).toBeVisible();
    await expectClean(page);
  });

  test("APP-67 saves the votes for other programs, and the deadlines for a calendar", async ({ page }) => {
    await page.goto(proposal.path);
    const csv = page.waitForEvent("download");
    await page.getByRole("button", { name: "Save as CSV" }).click();
    const table = await readFile(await (await csv).path(), "utf8");
    expect(table.trim().split("\r\n")).toHaveLength(4);
    expect(table).toContain(`${accountAt(against).address.toLowerCase()},against,20000,0,20000,0,relayed,0,`);
    const file = page.waitForEvent("download");
    await page.getByRole("button", { name: "Deadlines for your calendar" }).click();
    const events = await readFile(await (await file).path(), "utf8");
    expect(events).toContain("SUMMARY:Voting ends: ");
  });

  test("APP-68 tells who has no power, in a sentence", async ({ browser }) => {
    const page = await pageOf(browser, outsider);
    await page.goto(proposal.path);
    await expect(panel(page).getByText(/You had no power when this vote began/)).toBeVisible();
    await expect(panel(page).getByRole("button", { name: /Vote|Sign/ })).toHaveCount(0);
    await page.context().close();
  });

  test("APP-72 queues and carries out what was won, and the new fee is charged", async ({ browser }) => {
    const page = await pageOf(browser, direct);
    await page.goto(proposal.path);
    // He abstained: with his power the vote was won, without it it is still.
    await pass(seconds.period);
    await page.reload();
    await expect(page.getByText("Won", { exact: true })).toBeVisible();
    const before = await feeBps();
    await page.getByRole("button", { name: "Queue", exact: true }).click();
    await expect(page.getByText("Queued", { exact: true }).first()).toBeVisible();
    await expect(page.getByRole("button", { name: "Carry out" })).toHaveCount(0);
    expect(await feeBps()).toBe(before);
    await pass(seconds.execution);
    await page.reload();
    await page.getByRole("button", { name: "Carry out" }).click();
    await expect(page.getByText("Carried out", { exact: true }).first()).toBeVisible();
    expect(await feeBps()).toBe(fee);
    await expectClean(page);

    const price = 3_000_000n;
    const { eurx = "0x" } = deployed(actorAt(seller).network);
    const offer = { token: eurx as Address, price, duration: 30 * 86_400, segments: 1 };
    const { id, path } = await makeDataset(seller, unique("Sold after the vote"), { offers: [offer] });
    await giveEuros(buyer);
    const reader = await pageOf(browser, buyer);
    await buy(reader, path);
    await expect(reader.getByText("It is yours")).toBeVisible();
    const [sold] = await offersOf(actorAt(seller), id);
    if (!sold) throw new Error("The offer is missing.");
    const { address } = accountAt(seller);
    const earned = await euros(address);
    await send(actorAt(seller), collect(market, sold.terms, address));
    expect((await euros(address)) - earned).toBe((price * BigInt(10_000 - fee)) / 10_000n);
    await reader.context().close();
    await page.context().close();
  });
});
