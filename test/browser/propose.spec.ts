import { expect, type Page, test } from "@playwright/test";
import { tallyGovernorAbi } from "@tallystick/sdk/generated/abis/TallyGovernor";
import { addresses } from "@tallystick/sdk/generated/addresses";
import { client } from "./chain.ts";
import { connect, unique } from "./steps.ts";
import { injectWallet } from "./wallet.ts";
import { expectClean } from "./world.ts";

/** Who has the first supply, and somebody without any. */
const member = 0;
const stranger = 18;
const governor = { address: addresses["31337"].TallyGovernor, abi: tallyGovernorAbi } as const;

async function as(page: Page, index: number): Promise<void> {
  await injectWallet(page, index);
  await page.goto("/governance/parameters");
  await connect(page, "Test wallet", /0x|Deployer/);
}

/** Changes the fee from the page of parameters on, and says why. */
async function draftFee(page: Page, percent: string, title: string): Promise<void> {
  await page.goto("/governance/parameters");
  await page.getByRole("link", { name: "Propose a change: Market fee" }).click();
  await page.getByLabel("Market fee (%)").fill(percent);
  await page.getByRole("button", { name: "Add to the proposal" }).click();
  await expect(page.getByText(`Set the market's fee to ${percent}% of sales.`)).toBeVisible();
  await page.getByLabel("Title").fill(title);
  await page.getByLabel("Reasons").fill("Sellers *asked* for it.\n\n- the treasury is full");
  await expect(page.getByText("Kept in this browser.")).toBeVisible();
}

async function expectProposed(page: Page): Promise<void> {
  await page.waitForURL(/\/governance\/\d+$/, { timeout: 30_000 });
  const id = BigInt(page.url().split("/").at(-1) ?? "0");
  const proposer = await client.readContract({ ...governor, functionName: "proposalSnapshot", args: [id] });
  expect(proposer).toBeGreaterThan(0n);
}

test("APP-134 shows every parameter with its value, its bounds and a way to propose a change", async ({ page }) => {
  await as(page, member);
  const fee = page.getByRole("listitem").filter({ hasText: "Market fee" });
  await expect(fee.getByText("From 0% to 5%.")).toBeVisible();
  for (const name of ["Voting period", "Critical quorum", "Guardian", "Delay of ordinary proposals"]) {
    await expect(page.getByRole("heading", { name, exact: true })).toBeVisible();
  }
  for (const name of ["Registrars", "Spending limits", "Supply", "Roles in the AccessManager"]) {
    await expect(page.getByRole("heading", { name, exact: true })).toBeVisible();
  }
  await expectClean(page);
});

test("APP-135 proposes a change: prefilled, kept over a reload, tried out, and put to the vote", async ({ page }) => {
  test.setTimeout(180_000);
  await as(page, member);
  const title = unique("Raise the fee");
  await draftFee(page, "3.75", title);
  await page.reload();
  await expect(page.getByLabel("Title")).toHaveValue(title);
  await expect(page.getByText("Set the market's fee to 3.75% of sales.")).toBeVisible();

  await page.getByRole("button", { name: "Preview" }).click();
  await expect(page.getByRole("heading", { name: title })).toBeVisible();
  await expect(page.getByRole("region", { name: "Preview" }).getByRole("listitem")).toHaveText("the treasury is full");

  const action = page.getByRole("listitem", { name: "Action 1" });
  await expect(action.getByText("known contract")).toBeVisible();
  await action.getByText("The call in full").click();
  await expect(action.getByText("setFee(uint16)")).toBeVisible();
  await page.getByRole("button", { name: "Simulate" }).click();
  const simulation = page.getByRole("region", { name: "What it would do now" });
  await expect(simulation.getByText("All actions go through.")).toBeVisible();
  await expect(simulation.getByText(/Market fee: .*% → 3.75%/)).toBeVisible();
  await simulation.getByText("Events (1)").click();
  await expect(simulation.getByText("FeeSet")).toBeVisible();
  await expectClean(page);

  await page.getByRole("button", { name: "Propose", exact: true }).click();
  await expectProposed(page);
  // The draft has become the proposal.
  await page.goto("/governance/propose");
  await expect(page.getByLabel("Title")).toHaveValue("");
});

test("APP-135 leads to the proposal though its draft is still being kept", async ({ page }) => {
  test.setTimeout(120_000);
  // A slow disk: each row is there only seconds after it was written.
  await page.addInitScript(() => {
    const completed = Object.getOwnPropertyDescriptor(IDBTransaction.prototype, "oncomplete");
    Object.defineProperty(IDBTransaction.prototype, "oncomplete", {
      configurable: true,
      get: () => null,
      set(this: IDBTransaction, act: () => void) {
        const isWriting = this.mode === "readwrite" && this.db.name === "tallystick.proposals";
        completed?.set?.call(this, isWriting ? () => setTimeout(act, 8_000) : act);
      },
    });
  });
  await as(page, member);
  await page.getByRole("link", { name: "Propose a change: Market fee" }).click();
  await page.getByLabel("Market fee (%)").fill("2.75");
  await page.getByRole("button", { name: "Add to the proposal" }).click();
  const title = unique("At once");
  await page.getByLabel("Title").fill(title);
  await page.getByLabel("Reasons").fill("It can't wait.");
  await page.getByRole("button", { name: "Propose", exact: true }).click();
  await expectProposed(page);
  await expect(page.getByRole("heading", { name: title })).toBeVisible();
  await page.goto("/governance/propose");
  await expect(page.getByLabel("Title")).toHaveValue("");
});

test("APP-136 says before the vote which action would fail, and why", async ({ page }) => {
  await as(page, member);
  await page.goto("/governance/propose?form=payment");
  const form = page.getByRole("form", { name: "Pay from the treasury" });
  // More than any limit of the treasury.
  await form.getByLabel("Amount").fill("9000000");
  await form.getByLabel("To", { exact: true }).fill("0x00000000000000000000000000000000000A11cE");
  await form.getByRole("button", { name: "Add to the proposal" }).click();
  await expect(page.getByText(/Pay 9,000,000 EURX from the treasury to 0x0000…11cE/)).toBeVisible();
  await page.getByRole("button", { name: "Simulate" }).click();
  await expect(page.getByText(/Action 1 fails:/)).toBeVisible();
});

test("APP-137 collects a sponsor's signature where power is missing, and proposes with it", async ({
  page,
  browser,
}) => {
  test.setTimeout(180_000);
  await as(page, stranger);
  await draftFee(page, "4.25", unique("A stranger's wish"));
  await expect(page.getByText("Your power does not suffice to propose.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Propose", exact: true })).toBeDisabled();
  const link = await page.getByLabel("Link for sponsors").inputValue();

  const saved = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save as a file" }).click();
  const file = await (await saved).path();

  const theirs = await (await browser.newContext()).newPage();
  await as(theirs, member);
  // A link that was cut on the way says so, and the file opens as well.
  await theirs.goto("/governance/propose#proposal=%7B");
  await expect(theirs.getByText("There is no proposal here that can be read.")).toBeVisible();
  await theirs.getByText("Were you asked to sponsor a proposal?").click();
  await theirs.getByLabel("Choose a file").setInputFiles(file);
  await expect(theirs.getByText("You are asked to sponsor a proposal")).toBeVisible();
  await expect(theirs.getByText("Set the market's fee to 4.25% of sales.")).toBeVisible();
  await theirs.goto(link.slice(link.indexOf("/governance")));
  await expect(theirs.getByText("You are asked to sponsor a proposal")).toBeVisible();
  await expect(theirs.getByText("Set the market's fee to 4.25% of sales.")).toBeVisible();
  await expectClean(theirs);
  await theirs.getByRole("button", { name: "Sign as a sponsor" }).click();
  const signed = await theirs.getByLabel("Signature of a sponsor").inputValue();

  await page.getByLabel("Signature of a sponsor").fill("{}");
  await page.getByRole("button", { name: "Add the signature" }).click();
  await expect(page.getByText("This is not a sponsor's signature.")).toBeVisible();
  await page.getByLabel("Signature of a sponsor").fill(signed);
  await page.getByRole("button", { name: "Add the signature" }).click();
  await expect(page.getByText("Sponsor 1")).toBeVisible();
  await page.getByRole("button", { name: "Propose", exact: true }).click();
  await expectProposed(page);
});
