import { expect, test } from "@playwright/test";
import { send } from "@tallystick/sdk/chain/send";
import { deposit } from "@tallystick/sdk/market/balance";
import { approve } from "@tallystick/sdk/market/buying";
import { creditOf } from "@tallystick/sdk/market/rights";
import { deployed } from "@tallystick/sdk/networks";
import { euros, giveEther, giveEuros } from "./chain.ts";
import { connect, unique } from "./steps.ts";
import { accountAt, injectWallet } from "./wallet.ts";
import { actorAt, expectClean, makeDataset } from "./world.ts";

const seller = 39;
const buyer = 40;
const { address } = accountAt(buyer);

/** What the wallet is asked for on each rail: signatures and transactions, in order. */
const rails = [
  { name: "One signature", button: "Sign and buy", asks: ["eth_signTypedData_v4"] },
  { name: "Permit", button: "Pay by transaction", asks: ["eth_signTypedData_v4", "eth_sendTransaction"] },
  { name: "Transfer and buy", button: "Pay by transaction", asks: ["eth_sendTransaction"] },
  { name: "Standing allowance", button: "Pay by transaction", asks: ["eth_sendTransaction", "eth_sendTransaction"] },
  { name: "Prepaid balance", button: "Pay by transaction", asks: ["eth_sendTransaction"] },
] as const;

test.describe("each way to pay", () => {
  test.describe.configure({ mode: "serial" });
  let path = "";
  test.beforeAll(async () => {
    for (const index of [seller, buyer]) await giveEther(index);
    await giveEuros(buyer);
    const actor = actorAt(buyer);
    const { market, eurx = "0x" } = deployed(actor.network);
    await send(actor, approve(eurx, market, 1_250_000n));
    await send(actor, deposit(market, eurx, address, 1_250_000n));
    const offer = { token: eurx, price: 1_250_000n, duration: 30 * 86_400, segments: 1 };
    path = (await makeDataset(seller, unique("Sold in every way"), { offers: [offer] })).path;
  });

  for (const { name, button, asks } of rails) {
    test(`APP-38 buys by: ${name}`, async ({ page }) => {
      const { eurx = "0x" } = deployed(actorAt(buyer).network);
      const wallet = await injectWallet(page, buyer);
      await page.goto("/");
      await connect(page);
      await page.goto(path);
      await page.getByRole("button", { name: "Buy", exact: true }).click();
      const dialog = page.getByRole("dialog");
      const rail = dialog.getByRole("radio", { name: new RegExp(`^${name}`) });
      await expect(rail).toBeEnabled({ timeout: 30_000 });
      await rail.check();
      await expect(dialog.getByText("1.25 EURX").first()).toBeVisible();
      await expectClean(page);
      const before = { wallet: await euros(address), balance: await creditOf(actorAt(buyer), address, eurx) };
      wallet.requests.length = 0;
      await dialog.getByRole("button", { name: button }).click();
      await expect(dialog.getByText("It is yours")).toBeVisible({ timeout: 30_000 });
      expect(wallet.requests.filter((method) => /sign|sendTransaction/i.test(method))).toEqual(asks);
      const paid = {
        wallet: before.wallet - (await euros(address)),
        balance: before.balance - (await creditOf(actorAt(buyer), address, eurx)),
      };
      const fromBalance = name === "Prepaid balance";
      expect(paid).toEqual(fromBalance ? { wallet: 0n, balance: 1_250_000n } : { wallet: 1_250_000n, balance: 0n });
    });
  }

  test("APP-38 adds up what was bought: one right, five times as long", async ({ page }) => {
    await injectWallet(page, buyer);
    await page.goto("/");
    await connect(page);
    await page.goto(path);
    const right = page.getByRole("region", { name: /^Your right/ });
    await expect(right.getByText(/14\d days|15\d days|4 months|5 months/).first()).toBeVisible({ timeout: 30_000 });
  });
});
