import { expect, test } from "@playwright/test";
import { connect } from "./steps.ts";
import { accountAt, injectWallet } from "./wallet.ts";

test.describe("signing in", () => {
  test("APP-10 signs in with a message of this site, and out", async ({ page }) => {
    const wallet = await injectWallet(page, 12);
    await page.goto("/identity");
    await connect(page);
    wallet.refuse(/personal_sign/);
    const panel = page.getByRole("region", { name: "Sign in" });
    await panel.getByRole("button", { name: "Sign in" }).click();
    await expect(panel.getByText("You declined in your wallet.")).toBeVisible();
    await panel.getByRole("button", { name: "Sign in" }).click();
    await expect(panel.getByText("Signed in", { exact: true })).toBeVisible();
    await page.reload();
    await expect(panel.getByText("Signed in", { exact: true })).toBeVisible();
    const cookies = await page.context().cookies();
    const cookie = cookies.find(({ name }) => name === "tallystick-session");
    expect(cookie?.httpOnly).toBe(true);
    expect(cookie?.sameSite).toBe("Strict");
    expect(cookie?.value).not.toContain(wallet.account.address.slice(2, 12));
  });

  test("APP-12 ends the session on the server: a copy of the cookie is worth nothing", async ({
    page,
    request,
    baseURL,
  }) => {
    await injectWallet(page, 12);
    await page.goto("/identity");
    await connect(page);
    const panel = page.getByRole("region", { name: "Sign in" });
    await panel.getByRole("button", { name: "Sign in" }).click();
    await expect(panel.getByText("Signed in", { exact: true })).toBeVisible();
    const [cookie] = (await page.context().cookies()).filter(({ name }) => name === "tallystick-session");
    const copy = { headers: { cookie: `${cookie?.name}=${cookie?.value}` } };
    expect((await (await request.get(`${baseURL}/api/session/me`, copy)).json()).address).toBe(accountAt(12).address);
    await panel.getByRole("button", { name: "Sign out" }).click();
    await expect(panel.getByText("Not signed in", { exact: true })).toBeVisible();
    expect(await (await request.get(`${baseURL}/api/session/me`, copy)).json()).toEqual({});
  });

  test("APP-13 refuses another host and another origin", async ({ request, baseURL }) => {
    const host = await request.post(`${baseURL}/api/session/nonce`, { headers: { host: "evil.example" } });
    expect(host.status()).toBe(400);
    expect((await host.json()).code).toBe("badHost");
    const origin = await request.post(`${baseURL}/api/session/nonce`, { headers: { origin: "https://evil.example" } });
    expect(origin.status()).toBe(403);
  });
});

test("APP-25 makes, publishes and withdraws an encryption key, told what the signature is for", async ({ page }) => {
  const wallet = await injectWallet(page, 18);
  await page.goto("/identity");
  await connect(page);
  await expect(page.getByText("Whoever gets that signature can read the data you bought")).toBeVisible();
  await page.getByRole("button", { name: /Make and publish/ }).click();
  await expect(page.getByText("published", { exact: true })).toBeVisible();
  expect(wallet.requests.filter((method) => method === "eth_signTypedData_v4")).toHaveLength(2);
  await page.getByRole("button", { name: "Withdraw the key" }).click();
  await expect(page.getByText("not published", { exact: true })).toBeVisible();
});

test("APP-26 registers an organisation, appoints a member and hands it over in two steps", async ({ page }) => {
  const wallet = await injectWallet(page, 18);
  await page.goto("/organisation");
  await connect(page);
  const before = await page
    .getByRole("list", { name: /Organisations you own/ })
    .getByRole("button")
    .count();
  await page.getByLabel(/Name or address of a profile/).fill("Oak and Ash Ltd");
  await page.getByRole("button", { name: "Register", exact: true }).click();
  await expect(page.getByRole("list", { name: /Organisations you own/ }).getByRole("button")).toHaveCount(before + 1);
  const detail = page.getByRole("region", { name: /0x.*active/ });
  await expect(detail).toBeVisible();
  await detail.getByRole("region", { name: "Members" }).waitFor();
  const form = detail.getByRole("form", { name: "Appoint a member" });
  await form.getByLabel("Address (0x…)").fill(accountAt(19).address);
  await form.getByLabel("auditor").check();
  await form.getByRole("button", { name: "Appoint", exact: true }).click();
  await expect(detail.getByRole("listitem").filter({ hasText: "auditor" })).toBeVisible();
  await detail.getByText("What only the owner may do").click();
  await detail.getByLabel("Hand over to").fill(accountAt(19).address);
  await detail.getByRole("button", { name: "Offer", exact: true }).click();
  await expect(detail.getByText("Offered to")).toBeVisible();
  const org = (await detail.getByText(/^0x[0-9a-f]{64}$/).textContent()) ?? "";

  await wallet.show(19);
  await page
    .getByRole("list", { name: /Organisations you own/ })
    .getByRole("button", { name: org.slice(0, 8) })
    .click();
  await detail.getByRole("button", { name: "Take it over" }).click();
  await expect(detail.getByText("Offered to")).toBeHidden();
  await expect(detail.getByText("What only the owner may do")).toBeVisible();
  await detail.getByRole("button", { name: "Resign" }).click();
  await expect(detail.getByText("No members yet.")).toBeVisible();
});

test("APP-27 offers attesting to a registrar alone, and lets anyone check", async ({ page }) => {
  const subject = accountAt(17).address;
  await page.goto("/credentials");
  await page.getByRole("banner").getByRole("button", { name: "Connect wallet" }).click();
  await page.getByRole("button", { name: "Use Sam Reyes" }).click();
  await expect(page.getByText("This account is not a registrar")).toBeVisible();
  await page.goto("/local");
  await page.getByRole("button", { name: "Use Rosa Lindqvist" }).click();
  await page.goto("/credentials");
  await page.getByLabel("Type").selectOption("researcher");
  await page.getByLabel("Subject: Address").fill(subject);
  await page.getByLabel("Valid until").fill("2099-12-31");
  await page.getByRole("button", { name: "Attest", exact: true }).click();
  await expect(page.getByText("Confirmed").first()).toBeVisible();
  const check = page.getByRole("region", { name: "Check an account" });
  await check.getByLabel("Address (0x…)").fill(subject);
  await check.getByRole("button", { name: "Check", exact: true }).click();
  await expect(check.getByText("Holds “researcher” now.")).toBeVisible();
  await expect(check.getByText("Does not hold “auditor”.")).toBeVisible();
  await expect(check.getByRole("button", { name: "Revoke" })).toBeVisible();
  await check.getByRole("button", { name: "Revoke" }).click();
  await expect(check.getByText("Does not hold “researcher”.")).toBeVisible();
});
