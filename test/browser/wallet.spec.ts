import { expect, test } from "@playwright/test";
import { client, euros, giveEuros, holdBlocks } from "./chain.ts";
import { connect, fillPublication, publish, unique } from "./steps.ts";
import { accountAt, injectWallet } from "./wallet.ts";

const seller = 19;
const buyer = 12;
const other = 14;
/** Has no name on local chains. */
const stranger = 18;

test.describe("wallets", () => {
  test("APP-01 offers an announced wallet by name, and is connected again after a reload", async ({ page }) => {
    await injectWallet(page, stranger, { name: "Oak wallet" });
    await page.goto("/");
    await connect(page, "Oak wallet");
    await page.reload();
    await expect(page.getByRole("banner").getByRole("button", { name: /0x/ })).toBeVisible();
    await page.getByRole("banner").getByRole("button", { name: /0x/ }).click();
    await page.getByRole("button", { name: "Disconnect" }).click();
    await expect(page.getByRole("banner").getByRole("button", { name: "Connect wallet" })).toBeVisible();
  });

  test("APP-02 acts as a persona with one click, clearly labelled", async ({ page }) => {
    await page.goto("/");
    await page.getByRole("banner").getByRole("button", { name: "Connect wallet" }).click();
    await expect(page.getByText("local only")).toBeVisible();
    await page.getByRole("button", { name: "Use Amara Okafor" }).click();
    await expect(page.getByRole("banner").getByRole("button", { name: /Amara Okafor/ })).toBeVisible();
    await page.reload();
    await expect(page.getByRole("banner").getByRole("button", { name: /Amara Okafor/ })).toBeVisible();
    await page.goto("/local");
    await page.getByRole("button", { name: "Use Jonas Weber" }).click();
    await expect(page.getByRole("banner").getByRole("button", { name: /Jonas Weber/ })).toBeVisible();
  });

  test("APP-04 says that the wallet declined the connection", async ({ page }) => {
    const wallet = await injectWallet(page, buyer);
    wallet.refuse(/eth_requestAccounts|wallet_requestPermissions/);
    wallet.refuse(/eth_requestAccounts|wallet_requestPermissions/);
    await page.goto("/");
    await page.getByRole("banner").getByRole("button", { name: "Connect wallet" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Test wallet" }).click();
    await expect(page.getByRole("alert").getByText("You declined in your wallet.")).toBeVisible();
  });

  test("APP-03 notices a foreign network, and adds and switches to ours", async ({ page }) => {
    const wallet = await injectWallet(page, buyer, { chainId: 1, knows: [1] });
    await page.goto("/");
    await connect(page);
    await expect(page.getByText("Your wallet is on another network")).toBeVisible();
    await expect(page.getByText(/It is on chain 1;/)).toBeVisible();
    await page.getByRole("button", { name: /^Switch to/ }).click();
    await expect(page.getByText("Your wallet is on another network")).toBeHidden();
    expect(wallet.requests).toContain("wallet_addEthereumChain");
  });
});

test.describe("acts", () => {
  test.describe.configure({ mode: "serial" });
  const title = unique("Acts");
  let path = "";

  test("APP-04 keeps what was uploaded when the wallet declines the transaction, and sends it then", async ({
    page,
  }) => {
    const wallet = await injectWallet(page, seller);
    await page.goto("/");
    await connect(page);
    await fillPublication(page, { title, maxSales: "1" });
    wallet.refuse(/eth_signTypedData_v4/);
    await page.getByRole("button", { name: "Encrypt and publish" }).click();
    await expect(page.getByText("You declined in your wallet.").first()).toBeVisible();
    wallet.refuse(/eth_sendTransaction/);
    await page.getByRole("button", { name: "Encrypt and publish" }).click();
    await expect(page.getByText("The files are uploaded already; only the transaction is missing.")).toBeVisible();
    await page.getByRole("button", { name: "Send the transaction again" }).click();
    const see = page.getByRole("link", { name: "See the data set" });
    await expect(see).toBeVisible();
    path = (await see.getAttribute("href")) ?? "";
  });

  test("APP-05 does not let another account finish what one began", async ({ page }) => {
    await giveEuros(buyer);
    await giveEuros(other);
    const before = [await euros(accountAt(buyer).address), await euros(accountAt(other).address)];
    const wallet = await injectWallet(page, buyer);
    await page.goto("/");
    await connect(page);
    await page.goto(path);
    await page.getByRole("button", { name: "Buy", exact: true }).click();
    await expect(page.getByText("What you sign")).toBeVisible();
    await wallet.show(other);
    wallet.requests.length = 0;
    await page.getByRole("button", { name: "Sign and buy" }).click();
    await expect(page.getByText(/but this was begun with 0x/)).toBeVisible();
    expect(wallet.requests.filter((method) => /sign|send/i.test(method))).toEqual([]);
    await wallet.show(buyer);
    await expect(page.getByRole("dialog").getByText("What you sign")).toBeVisible();
    expect([await euros(accountAt(buyer).address), await euros(accountAt(other).address)]).toEqual(before);
  });

  test("APP-07 follows a transaction across a reload", async ({ page }) => {
    await injectWallet(page, seller);
    await page.goto("/");
    await connect(page);
    await page.goto(path);
    await expect(page.getByRole("heading", { name: "Your tools as owner" })).toBeVisible();
    await page.getByRole("button", { name: "Grant", exact: true }).scrollIntoViewIfNeeded();
    await page.getByLabel("Address (0x…)").fill(accountAt(16).address);
    const resume = await holdBlocks();
    try {
      await page.getByRole("button", { name: "Grant", exact: true }).click();
      await expect(page.getByText("Waiting for the chain").first()).toBeVisible();
      // All of it in the window, and not over the header's buttons.
      const toast = page.getByRole("status").filter({ hasText: /^Grant 0x.* access to/ });
      await expect(toast).toBeInViewport({ ratio: 1 });
      await expect(page.getByRole("button", { name: /^Activity/ })).toBeInViewport({ ratio: 1 });
      await page.getByRole("button", { name: /^Activity/ }).click({ trial: true });
      await page.reload();
      await expect(page.getByRole("button", { name: /under way/ })).toBeVisible();
    } finally {
      await resume();
    }
    await page.getByRole("button", { name: /^Activity/ }).click();
    await expect(page.getByRole("dialog").getByText("Confirmed").first()).toBeVisible();
    await expect(
      page
        .getByRole("dialog")
        .getByText(/Grant 0x.* access to/)
        .first(),
    ).toBeVisible();
  });

  test("APP-07 notices that the wallet cancelled a transaction", async ({ page }) => {
    const account = accountAt(seller);
    await injectWallet(page, seller);
    await page.goto("/");
    await connect(page);
    await page.goto(path);
    await page.getByLabel("Address (0x…)").fill(accountAt(17).address);
    const resume = await holdBlocks();
    try {
      const nonce = await client.getTransactionCount({ address: account.address });
      await page.getByRole("button", { name: "Grant", exact: true }).click();
      await expect(page.getByText("Waiting for the chain").first()).toBeVisible();
      const serializedTransaction = await account.signTransaction({
        chainId: 31337,
        type: "eip1559",
        to: account.address,
        nonce,
        gas: 21_000n,
        maxFeePerGas: 50_000_000_000n,
        maxPriorityFeePerGas: 50_000_000_000n,
      });
      await client.sendRawTransaction({ serializedTransaction });
    } finally {
      await resume();
    }
    await expect(page.getByText("You cancelled it in your wallet").first()).toBeVisible();
  });

  test("APP-06 says what the contract would refuse before the wallet is asked", async ({ page }) => {
    const wallet = await injectWallet(page, seller);
    await page.goto("/");
    await connect(page);
    await page.goto("/local");
    const take = page.getByRole("button", { name: /^Take/ }).last();
    await take.click();
    await expect(page.getByText(/Confirmed|The faucet gives once a day/).first()).toBeVisible();
    await expect(take).toBeEnabled();
    wallet.requests.length = 0;
    await take.click();
    await expect(
      page.getByRole("alert").getByText(/The faucet gives once a day. Come back after 20\d\d-/),
    ).toBeVisible();
    expect(wallet.requests).not.toContain("eth_sendTransaction");
  });

  test("APP-18 tells the second buyer of the last copy that it is sold out, and sends nothing", async ({ page }) => {
    await injectWallet(page, buyer);
    await page.goto("/");
    await connect(page);
    await page.goto(path);
    await page.getByRole("button", { name: "Buy", exact: true }).click();
    await page.getByRole("button", { name: "Sign and buy" }).click();
    await expect(page.getByText("It is yours")).toBeVisible();
    // The indexer may have to catch up before a page that is opened now knows.
    await expect(async () => {
      await page.goto(path);
      await expect(page.getByRole("button", { name: "Sold out" })).toBeDisabled({ timeout: 5_000 });
    }).toPass({ timeout: 60_000 });
  });

  test("APP-24 shows markup in a title as text", async ({ page }) => {
    const nasty = unique("<img src=x onerror=alert(1)> & <b>bold</b>");
    let dialogs = 0;
    page.on("dialog", (dialog) => {
      dialogs += 1;
      void dialog.dismiss();
    });
    await injectWallet(page, seller);
    await page.goto("/");
    await connect(page);
    const where = await publish(page, { title: nasty });
    await page.goto(where);
    await expect(page.getByRole("heading", { level: 1, name: nasty })).toBeVisible();
    await page.goto(`/market?q=${encodeURIComponent("bold")}`);
    await expect(page.getByRole("link", { name: nasty })).toBeVisible();
    expect(dialogs).toBe(0);
  });
});
