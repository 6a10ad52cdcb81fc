import { expect, type Page, test } from "@playwright/test";
import { connectReader } from "@tallystick/sdk/chain/actor";
import { marketAbi } from "@tallystick/sdk/generated/abis/Market";
import { recordOf } from "@tallystick/sdk/market/consents";
import { deployed, networkOf } from "@tallystick/sdk/networks";
import { createWalletClient, decodeFunctionData, type Hex, http } from "viem";
import { client, euros, giveEuros, rpcUrl } from "./chain.ts";
import { connect, csv, csvName, fillPublication, publish, unique } from "./steps.ts";
import { accountAt, injectWallet } from "./wallet.ts";
import { expectClean } from "./world.ts";

const seller = 16;
const listed = 17;
const outsider = 18;
const network = networkOf(31337, process.env);
const reader = connectReader(network);
const { market } = deployed(network);

async function visit(page: Page, index: number, path = "/"): Promise<void> {
  await injectWallet(page, index);
  await page.goto("/");
  await connect(page);
  await page.goto(path);
}

const finish = async (page: Page): Promise<string> => {
  await page.getByRole("button", { name: "Encrypt and publish" }).click();
  const see = page.getByRole("link", { name: "See the data set" });
  await expect(see).toBeVisible({ timeout: 60_000 });
  return (await see.getAttribute("href")) ?? "";
};

test.describe("conditions of an offer", () => {
  test.describe.configure({ mode: "serial" });
  const title = unique("Weather for some");
  let path = "";

  test("APP-36 offers to a list, pasted, in a second offer beside the first", async ({ page }) => {
    await visit(page, seller);
    await fillPublication(page, { title });
    await page.getByRole("button", { name: "Back" }).click();
    await page.getByRole("button", { name: "Add another offer" }).click();
    const second = page.getByRole("region", { name: "Offer 2" });
    await second.getByLabel("One-time").check();
    await second.getByLabel("Amount").fill("1");
    await second.getByRole("button", { name: "Add a condition" }).click();
    await second.getByLabel("Condition 1", { exact: true }).selectOption("allowList");
    await second.getByLabel("Accounts").fill("0x12 and nobody");
    await page.getByRole("button", { name: "Next" }).click();
    await expect(second.getByText("This is not an account: 0x12")).toBeVisible();
    await second.getByLabel("Accounts").fill(`${accountAt(listed).address}\n${accountAt(listed + 3).address}`);
    await expectClean(page);
    await page.getByRole("button", { name: "Next" }).click();
    path = await finish(page);
    await page.goto(path);
    await expect(page.getByText("1 EURX").first()).toBeVisible();
    await expect(page.getByText("3 EURX").first()).toBeVisible();
  });

  test("APP-37 says to an account that it may not buy, why, and where to get what it lacks", async ({ page }) => {
    await visit(page, outsider, path);
    const offer = page.getByRole("listitem").filter({ hasText: "1 EURX" });
    await expect(offer.getByText("You may not buy this yet")).toBeVisible();
    await expect(offer.getByText("Is on a list of the seller's")).toBeVisible();
    await expect(offer.getByText("Ask the seller.")).toBeVisible();
    await expectClean(page);
  });

  test("APP-38 shows what each way to pay costs before anything is signed, and pays by transfer", async ({ page }) => {
    await giveEuros(listed);
    const { address } = accountAt(listed);
    await visit(page, listed, path);
    const offer = page.getByRole("listitem").filter({ hasText: "1 EURX" });
    await expect(offer.getByText("You may buy this")).toBeVisible();
    await offer.getByRole("button", { name: "Buy", exact: true }).click();
    const dialog = page.getByRole("dialog");
    for (const rail of ["One signature", "Prepaid balance", "Transfer and buy", "Permit", "Standing allowance"]) {
      await expect(dialog.getByText(rail, { exact: true })).toBeVisible();
    }
    await expect(dialog.getByRole("radio", { name: /Prepaid balance/ })).toBeDisabled();
    await expect(dialog.getByText(/≈ [\d,]+ gas/).first()).toBeVisible();
    await expectClean(page);
    await dialog.getByRole("radio", { name: /Transfer and buy/ }).check();
    const before = await euros(address);
    await dialog.getByRole("button", { name: "Pay by transaction" }).click();
    await expect(page.getByText("It is yours")).toBeVisible();
    expect(before - (await euros(address))).toBe(1_000_000n);
  });

  test("APP-39 shows its owner what was earned, invites by a link, and hands over with words", async ({ page }) => {
    await visit(page, seller, "/my-data");
    await expect(page.getByRole("region", { name: "Revenue" }).getByText(/EURX/).first()).toBeVisible();
    await expectClean(page);
    await page.getByRole("link", { name: title }).click();
    const invite = page.getByRole("form", { name: "Invite somebody by a link" });
    await invite.getByLabel("Account that is invited").fill(accountAt(outsider).address);
    await invite.getByRole("button", { name: "Sign the invitation" }).click();
    const link = await invite.getByLabel("Invitation", { exact: true }).inputValue();
    expect(link).toContain("/invitation#grant=");
    await page.getByText("Hand the data set over").click();
    await expect(page.getByText("Money that your offers have earned: you collect it as before")).toBeVisible();
    const form = page.getByRole("form", { name: "Hand the data set over" });
    await expect(form.getByRole("button", { name: "Hand over" })).toBeDisabled();
    await form.getByLabel("New owner").fill(accountAt(listed + 3).address);
    await form.getByLabel("I know that I can't take it back.").check();
    await expectClean(page);
    await form.getByRole("button", { name: "Hand over" }).click();
    await expect(page.getByText("This data set belongs to another account")).toBeVisible();
    const id = BigInt(path.replace("/market/", ""));
    const owner = await client.readContract({ address: market, abi: marketAbi, functionName: "ownerOf", args: [id] });
    expect(owner).toBe(accountAt(listed + 3).address);
  });
});

test("APP-40 goes on with a publication after a reload, with the same files and no others", async ({
  page,
  context,
}) => {
  test.setTimeout(150_000);
  const title = unique("Weather in two parts");
  let contents = 0;
  await context.route(/\/v1\/content$/, (route) => {
    contents += route.request().method() === "PUT" ? 1 : 0;
    return contents === 2 ? route.abort() : route.continue();
  });
  await visit(page, seller, "/publish");
  const other = { name: "other.csv", mimeType: "text/csv", buffer: Buffer.from("a,b\n1,2\n") };
  await page
    .getByLabel("Drop files here")
    .setInputFiles([{ name: csvName, mimeType: "text/csv", buffer: Buffer.from(csv) }, other]);
  await page.getByRole("button", { name: "Next" }).click();
  await page.getByLabel("Title").fill(title);
  await page.getByLabel("Description").fill("Two files, of which one did not arrive.");
  await page.getByRole("button", { name: "Next" }).click();
  await page.getByRole("button", { name: "Next" }).click();
  await page.getByRole("button", { name: "Encrypt and publish" }).click();
  await expect(page.getByRole("main").getByRole("alert")).toBeVisible({ timeout: 60_000 });
  await page.reload();
  const kept = page.getByRole("region", { name: "Not finished yet" }).getByRole("listitem").filter({ hasText: title });
  await expect(kept).toContainText("1 of 2 files uploaded");
  await kept.getByRole("button", { name: "Go on" }).click();
  const again = page.getByLabel("Choose other.csv again");
  await again.setInputFiles({ ...other, buffer: Buffer.from("a,b\n1,3\n") });
  await expect(page.getByText("This is another file, or it has changed.")).toBeVisible();
  await expectClean(page);
  await again.setInputFiles(other);
  await expect(page.getByText("the same file")).toBeVisible();
  const path = await finish(page);
  // The first file was not sent again.
  expect(contents).toBe(3);
  await page.goto(path);
  await expect(page.getByRole("heading", { name: "2 files" })).toBeVisible();
  await page.goto("/publish");
  await expect(page.getByText("Not finished yet")).toHaveCount(0);
});

test("APP-41 publishes under another hash when somebody else takes the manifest's first", async ({ page, context }) => {
  const title = unique("Weather that is envied");
  const envious = createWalletClient({ account: accountAt(outsider), transport: http(rpcUrl()) });
  let taken: Hex | undefined;
  await context.route(`${rpcUrl()}/**`, async (route) => {
    const body = route.request().postData() ?? "";
    const found = /"data":"(0x[0-9a-f]+)"/.exec(body)?.[1] as Hex | undefined;
    if (taken === undefined && found && /eth_call|eth_estimateGas/.test(body)) {
      const anchor = anchorIn(found);
      if (anchor) {
        taken = anchor.manifest;
        const salt: Hex = `0x${"77".repeat(32)}`;
        const args = [salt, anchor] as const;
        const hash = await envious.writeContract({
          address: market,
          abi: marketAbi,
          functionName: "publish",
          args,
          chain: null,
        });
        await client.waitForTransactionReceipt({ hash });
      }
    }
    await route.continue();
  });
  await visit(page, seller);
  await fillPublication(page, { title });
  const path = await finish(page);
  expect(taken).toBeDefined();
  await page.goto(path);
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
  await expect(page.getByText("Checked: the manifest is the one that was anchored")).toBeVisible();
});

type Anchor = { manifest: Hex; root: Hex; size: bigint; keyCommitment: Hex };

/** The anchor of a publication in calldata of the market, alone or first of several. */
function anchorIn(data: Hex): Anchor | undefined {
  try {
    const { functionName, args } = decodeFunctionData({ abi: marketAbi, data });
    if (functionName === "multicall") return anchorIn(args[0][0] ?? "0x");
    return functionName === "publish" ? (args[1] as Anchor) : undefined;
  } catch {
    return undefined;
  }
}

test("APP-42 puts a record under consent before anything is published, and says so on its page", async ({ page }) => {
  const title = unique("A record");
  await visit(page, seller);
  await fillPublication(page, { title });
  await page.getByRole("button", { name: "Back" }).click();
  await page.getByLabel("Offer it for sale at once").uncheck();
  await page.getByLabel("Put it under consent").check();
  await expect(page.getByLabel("Sell single accesses too")).toBeDisabled();
  await page
    .getByRole("textbox", { name: "Key holders" })
    .fill([listed, outsider].map((index) => accountAt(index).address).join("\n"));
  await page.getByLabel("How many must consent").fill("3");
  await page.getByRole("button", { name: "Next" }).click();
  await expect(page.getByText("A whole number, from 1 to the number of holders.")).toBeVisible();
  await page.getByLabel("How many must consent").fill("2");
  await page.getByLabel("Credential for emergencies").fill("regulator");
  await expectClean(page);
  await page.getByRole("button", { name: "Next" }).click();
  const path = await finish(page);
  const record = await recordOf(reader, BigInt(path.replace("/market/", "")));
  expect(record).toMatchObject({ holders: 2, threshold: 2, emergencySeconds: 86_400, alsoRight: false, breaks: 0 });
  await page.goto(path);
  const panel = page.getByRole("region", { name: /Under consent/ });
  await expect(panel).toContainText("2 of its 2 key holders must consent");
  await expect(panel).toContainText("glass broken 0 times");
  await expectClean(page);
});

test("APP-43 sells single accesses by a price that its owner signs for every keeper", async ({ page }) => {
  const title = unique("Weather by the look");
  await visit(page, seller);
  await fillPublication(page, { title });
  await page.getByRole("button", { name: "Back" }).click();
  await page.getByLabel("Sell single accesses too").check();
  await page.getByLabel("Price of one access").fill("0.25");
  await page.getByRole("button", { name: "Next" }).click();
  const path = await finish(page);
  await page.goto(path);
  const byUse = page.getByRole("region", { name: "By use" });
  await expect(byUse).toContainText("0.25 EURX");
  const tools = page.getByRole("region", { name: "Prices for each access" });
  await tools.getByRole("button", { name: "End" }).click();
  await expect(byUse).toHaveCount(0);
});

test("APP-15 keeps filters, sorting and page in the address, and counts what there is of each", async ({ page }) => {
  const title = unique("Weather to be found");
  await visit(page, seller);
  await publish(page, { title, price: "7" });
  await page.goto("/market");
  await expect(page.getByRole("link").filter({ hasText: title })).toBeVisible();
  await page.getByLabel("Subscription").check();
  await page.getByLabel("From", { exact: true }).fill("6.5");
  await page.getByLabel("To", { exact: true }).fill("7.5");
  await page.getByLabel("Sort by").selectOption("cheapest");
  await expect(page).toHaveURL(/mode=subscription/);
  await expect(page).toHaveURL(/min=6.5/);
  await expect(page).toHaveURL(/sort=cheapest/);
  await page.reload();
  await expect(page.getByLabel("From", { exact: true })).toHaveValue("6.5");
  await expect(page.getByLabel("Subscription")).toBeChecked();
  await expect(page.getByRole("link").filter({ hasText: title })).toBeVisible();
  await expectClean(page);
  await page.getByRole("button", { name: "Clear filters" }).click();
  await expect(page).not.toHaveURL(/mode=/);
});
