import { expect, test } from "@playwright/test";
import { connectReader } from "@tallystick/sdk/chain/actor";
import { randomBytes } from "@tallystick/sdk/data/bytes";
import { keeperInfo } from "@tallystick/sdk/gateway/keeperInfo";
import { type KeyRequest, keyRequestTypedData } from "@tallystick/sdk/gateway/typedData";
import { encodeKeyRequest, type WireReceipt } from "@tallystick/sdk/gateway/wire";
import { searchDatasets } from "@tallystick/sdk/indexer/search";
import { deployed, networkOf } from "@tallystick/sdk/networks";
import { bytesToHex } from "viem";
import { accountAt } from "./wallet.ts";
import { expectClean } from "./world.ts";

const network = networkOf(31337, process.env);
const { market } = deployed(network);
const { client } = connectReader(network);

/** A keeper's signed refusal of a request without a right. */
async function denial(): Promise<WireReceipt> {
  const [gateway = ""] = network.gateways;
  const { address: keeper } = await keeperInfo(gateway, { chainId: network.chainId, market });
  const { items } = await searchDatasets({ indexer: network.indexer ?? "" }, { chainId: network.chainId, limit: 1 });
  const account = accountAt(19);
  const value: KeyRequest = {
    dataset: BigInt(items[0]?.dataset ?? 0),
    version: 1,
    segments: 1,
    purpose: 0,
    reader: account.address,
    readerKey: bytesToHex(randomBytes(32)),
    keeper,
    nonce: bytesToHex(randomBytes(32)),
    expiry: BigInt(Math.floor(Date.now() / 1000) + 300),
  };
  const signature = await account.signTypedData(keyRequestTypedData(network.chainId, market, value));
  const response = await fetch(`${gateway}/v1/keys`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: encodeKeyRequest({ value, signature }),
  });
  expect(response.status).toBe(403);
  return ((await response.json()) as { receipt: WireReceipt }).receipt;
}

test("APP-44 checks a pasted receipt: who signed it, what it says, and whether it is anchored", async ({ page }) => {
  const receipt = await denial();
  await page.goto("/audit");
  await page.getByRole("textbox", { name: "Receipt" }).fill("no receipt");
  await page.getByRole("button", { name: "Check" }).click();
  await expect(page.getByText("That is not a receipt")).toBeVisible();
  await page.getByRole("textbox", { name: "Receipt" }).fill(JSON.stringify(receipt));
  await page.getByRole("button", { name: "Check" }).click();
  const verdict = page.getByRole("article");
  await expect(verdict.getByText("denied", { exact: true })).toBeVisible();
  await expect(verdict.getByText(receipt.code)).toBeVisible();
  await expect(verdict.getByText("Signed by")).toBeVisible();
  await expect(verdict.getByText(/Not anchored yet|The chain proves it/)).toBeVisible();
  await expectClean(page);
});

test("APP-44 finds that a receipt that was changed is nobody's that the site knows", async ({ page }) => {
  const receipt = await denial();
  const forged = { ...receipt, granted: true, code: "granted" };
  await page.goto(`/audit#receipt=${encodeURIComponent(JSON.stringify(forged))}`);
  const verdict = page.getByRole("article");
  await expect(verdict.getByText("granted", { exact: true })).toBeVisible();
  await expect(verdict.getByText("This account is not one of the keepers that this site knows.")).toBeVisible();
});

test("APP-45 looks a receipt up by its request at the keepers, and names each keeper with its anchors", async ({
  page,
}) => {
  const receipt = await denial();
  await page.goto("/audit");
  await expect(page.getByRole("region", { name: "Keepers" }).getByRole("listitem").first()).toContainText(
    /periods? anchored/,
  );
  await page.getByLabel("Digest or root").fill("0x12");
  await page.getByRole("button", { name: "Look up" }).click();
  await expect(page.getByText("A digest is 0x and 64 hexadecimal digits.")).toBeVisible();
  await page.getByLabel("Digest or root").fill(receipt.request);
  await page.getByRole("button", { name: "Look up" }).click();
  await expect(page.getByRole("article").getByText("denied", { exact: true })).toBeVisible();
  expect(await client.getChainId()).toBe(network.chainId);
});
