import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { personaOf } from "@tallystick/sdk/local/personas";
import { deployed, networkOf } from "@tallystick/sdk/networks";
import { type Abi, type Address, createPublicClient, createWalletClient, erc721Abi, type Hex, http } from "viem";
import { rpcUrl } from "./chain.ts";
import { eurosOn, expectToFit360, giveEurosOn } from "./swaps.ts";
import { accountAt } from "./wallet.ts";
import { expectClean, expectCleanInBoth, open } from "./world.ts";

const seller = personaOf("supplier");
const buyer = personaOf("financier");
const addressOf = ({ index }: { index: number }) => accountAt(index).address;
const soon = { timeout: 60_000 };
const at = deployed(networkOf(31337));

const client = createPublicClient({ transport: http(rpcUrl()), cacheTime: 0 });
const { abi, bytecode } = JSON.parse(
  readFileSync(join(import.meta.dirname, "../../artifacts/contracts/mocks/ItemMock.sol/ItemMock.json"), "utf8"),
) as { abi: Abi; bytecode: Hex };

/** A collection of single tokens that this site does not know, with one of the seller's and one of another's. */
async function collection(): Promise<Address> {
  const wallet = createWalletClient({ account: accountAt(seller.index), transport: http(rpcUrl()) });
  const hash = await wallet.deployContract({ abi, bytecode, chain: null });
  const { contractAddress } = await client.waitForTransactionReceipt({ hash });
  const address = contractAddress as Address;
  for (const [owner, number] of [
    [seller, 7n],
    [buyer, 8n],
  ] as const) {
    const args = [addressOf(owner), number];
    const minted = await wallet.writeContract({ address, abi, functionName: "mint", args, chain: null });
    await client.waitForTransactionReceipt({ hash: minted });
  }
  return address;
}

const ownerOf = (address: Address, number: bigint) =>
  client.readContract({ address, abi: erc721Abi, functionName: "ownerOf", args: [number] });
const approvedFor = (address: Address, number: bigint) =>
  client.readContract({ address, abi: erc721Abi, functionName: "getApproved", args: [number] });

/** Names a token in the form, and waits for what is said of it. */
async function name(page: Page, token: string, number: string, says: string | RegExp): Promise<void> {
  const form = page.getByRole("form", { name: "Your order" });
  await form.getByLabel("Contract of the token on Tallystick local A").fill(token);
  await form.getByLabel("Number of the token").fill(number);
  await expect(form.getByText(says)).toBeVisible(soon);
}

test("APP-226 sells a single token on A for a token on B: what is wrong is said, it is locked by sending it, and the buyer is warned", async ({
  browser,
}) => {
  test.setTimeout(300_000);
  await giveEurosOn(31338, buyer.index);
  const token = await collection();
  const before = await eurosOn(31338, addressOf(seller));

  const maker = await open(browser, seller.index, "/swaps?view=make");
  const form = maker.getByRole("form", { name: "Your order" });
  const post = form.getByRole("button", { name: "Sign and post" });
  await form.getByLabel("You give", { exact: true }).selectOption("item");
  await post.click();
  await expect(form.getByText("Say which token: its contract and its number.").first()).toBeVisible();
  await name(maker, "0x12", "7", "An address is 0x and 40 hexadecimal digits.");
  await name(maker, addressOf(buyer), "7", "There is no contract at this address on Tallystick local A.");
  await name(maker, at.eurx ?? "", "7", /does not say that it is of single tokens/);
  await name(maker, token, "seven", /^A number is digits/);
  await name(maker, token, "9", "This contract has no token of this number.");
  await name(maker, token, "8", /^This token is not yours: it belongs to /);
  await name(maker, token, "7", /Its contract calls itself “Items”\. It belongs to /);
  await expect(form.getByText(`This site does not know the contract ${token}`)).toBeVisible();
  await expect(form.getByLabel(/^One taker brings at least/)).toBeHidden();
  await form.getByLabel(/^How much you want/).fill("19.5");
  await expectCleanInBoth(maker);
  await expectToFit360(maker);
  await post.click();
  await expect(maker.getByText("Your order is posted.")).toBeVisible(soon);
  await expect(maker.getByRole("button", { name: "Withdraw “Items” no. 7 for 19.50 EURX" })).toBeVisible(soon);

  const taking = await open(browser, buyer.index, "/swaps");
  const pair = taking.getByLabel("What for what");
  const wanted = pair.locator(`option[value$="${token.toLowerCase()}:7"]`);
  await wanted.waitFor({ state: "attached", ...soon });
  await pair.selectOption((await wanted.getAttribute("value")) ?? "");
  await expect(taking.getByText("With a token that this site does not know: look closely.")).toBeVisible();
  await taking.getByRole("button", { name: /^Swap “Items” no\. 7/ }).click();
  const dialog = taking.getByRole("dialog");
  await expect(dialog.getByText(/^This site does not know the contract 0x/)).toBeVisible();
  await expectClean(taking);
  await dialog.getByRole("button", { name: "Sign and lock" }).click(soon);
  await taking.waitForURL(/\/swaps\/0x[0-9a-f]{64}$/, soon);

  await maker.goto("/swaps?view=mine");
  const row = maker.getByRole("listitem").filter({ hasText: "waits for you" });
  await row.first().getByRole("link").click(soon);
  await expect(maker.getByText("One transaction: you send this token to the lock.")).toBeVisible(soon);
  await expectClean(maker);
  await maker.getByRole("button", { name: "Lock your part" }).click(soon);
  await taking.getByRole("button", { name: "Claim by your own transaction" }).click(soon);
  await expect(taking.getByText(/^Swapped\./)).toBeVisible(soon);
  await expect(maker.getByText(/^Swapped\./)).toBeVisible(soon);
  await expectCleanInBoth(taking);
  await expectToFit360(taking);
  expect(await ownerOf(token, 7n)).toBe(addressOf(buyer));
  expect(await approvedFor(token, 7n)).toBe("0x0000000000000000000000000000000000000000");
  expect(await eurosOn(31338, addressOf(seller))).toBe(before + 19_500_000n);
  await taking.context().close();
  await maker.context().close();
});

test("APP-226 wants a single token, and warns a taker who has it not", async ({ browser }) => {
  const token = await collection();
  const maker = await open(browser, personaOf("researcher").index, "/swaps?view=make");
  const form = maker.getByRole("form", { name: "Your order" });
  await form.getByLabel("You give on").selectOption("31338");
  await form.getByLabel("You want (Tallystick local A)").selectOption("item");
  await form.getByLabel(/^How much you give/).fill("0.01");
  await name(maker, token, "8", /It belongs to /);
  await form.getByRole("button", { name: "Sign and post" }).click();
  await expect(maker.getByText("Your order is posted.")).toBeVisible(soon);

  const taking = await open(browser, seller.index, "/swaps");
  const pair = taking.getByLabel("What for what");
  const wanted = pair.locator(`option[value^="31337:erc721:${token.toLowerCase()}:8"]`);
  await wanted.waitFor({ state: "attached", ...soon });
  await pair.selectOption((await wanted.getAttribute("value")) ?? "");
  await taking.getByRole("button", { name: /^Swap / }).click();
  const dialog = taking.getByRole("dialog");
  await expect(dialog.getByText(/^This token is not yours/)).toBeVisible(soon);
  await expect(dialog.getByRole("button", { name: "Sign and lock" })).toBeDisabled();
  await maker
    .getByRole("button", { name: /^Withdraw/ })
    .first()
    .click();
  await taking.context().close();
  await maker.context().close();
});
