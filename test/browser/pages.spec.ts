import { expect, type Page, test } from "@playwright/test";
import { personaOf } from "@tallystick/sdk/local/personas";
import { firstLoad, mostAtFirst } from "./firstLoad.ts";
import { connect } from "./steps.ts";
import { injectWallet } from "./wallet.ts";
import { expectCleanInBoth } from "./world.ts";

const gatewayPort = process.env.TALLYSTICK_PORT_GATEWAY ?? "8787";
const indexerPort = process.env.TALLYSTICK_PORT_INDEXER ?? "42069";
const chainPort = process.env.TALLYSTICK_PORT_CHAIN_A ?? "8545";
const at = (port: string) => new RegExp(`^http://127\\.0\\.0\\.1:${port}/`);

/** Of one that is sold: others come without what is looked at here. */
async function firstDataset(page: Page): Promise<string> {
  await page.goto("/market?mode=offered");
  return (await page.getByRole("main").getByRole("listitem").getByRole("link").first().getAttribute("href")) ?? "";
}

/** The first link to one of many on a page. */
async function firstLink(page: Page, path: string, to: RegExp): Promise<string> {
  await page.goto(path);
  const links = page.getByRole("main").getByRole("link");
  const found = async () =>
    (await links.evaluateAll((all) => all.map((one) => one.getAttribute("href") ?? ""))).find((href) => to.test(href));
  await expect.poll(found).toBeTruthy();
  return (await found()) ?? "";
}

const paths = [
  "/",
  "/market",
  "/publish",
  "/my-data",
  "/library",
  "/tabs",
  "/exchange",
  "/consent",
  "/invitation",
  "/audit",
  "/identity",
  "/organisation",
  "/credentials",
  "/governance/parameters",
  "/governance/propose",
  "/governance",
  "/governance/receipt",
  "/governance/delegates",
  "/governance/treasury",
  "/receivables/quotes",
  "/receivables/pay",
  "/receivables/portfolio",
  "/receivables",
  "/receivables/register",
  "/bills",
  "/bills/draw",
  "/bills/desk",
  "/bills/desk?view=repos",
  "/swaps",
  "/swaps?view=make",
  "/swaps?view=mine",
  "/bills/acceptors/0xFABB0ac9d68B0B445fB7357272Ff202C5651694a",
  "/local",
  "/no-such-page",
];

test("APP-29 has no axe violation on any page, light or dark", async ({ page }) => {
  test.setTimeout(600_000);
  // Also where the page takes over other than the server sent.
  const thrown: string[] = [];
  page.on("pageerror", ({ message }) => thrown.push(`${page.url()}: ${message}`));
  await injectWallet(page, 12);
  const dataset = await firstDataset(page);
  await page.getByRole("banner").getByRole("button", { name: "Connect wallet" }).click();
  await expectCleanInBoth(page);
  await page.keyboard.press("Escape");
  await connect(page, "Test wallet", personaOf("enterprise").name);
  const proposal = await firstLink(page, "/governance", /^\/governance\/\d+$/);
  const member = await firstLink(page, "/governance/delegates", /^\/governance\/delegates\/0x/);
  const claim = await firstLink(page, "/receivables?role=auditor", /^\/receivables\/0x/);
  for (const path of [...paths, dataset, dataset.replace("/market/", "/library/"), proposal, member, claim]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await page.waitForLoadState("networkidle");
    await expectCleanInBoth(page);
  }
  expect(thrown).toEqual([]);
});

test("APP-29 can be used from the keyboard: the skip link, the menu, a dialog and back", async ({ page }) => {
  await page.goto("/market");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to the content" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("main")).toBeFocused();
  await page.getByRole("banner").getByRole("button", { name: "Connect wallet" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();
  await expect(page.getByRole("banner").getByRole("button", { name: "Connect wallet" })).toBeFocused();
});

test("APP-28 says that the indexer is down, and still shows a data set from the chain and the gateway", async ({
  page,
}) => {
  const dataset = await firstDataset(page);
  await page.route(at(indexerPort), (route) => route.abort());
  await page.goto("/market");
  await expect(page.getByRole("alert").getByText("The indexer does not answer.").first()).toBeVisible();
  await page.goto(dataset);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.getByRole("button", { name: /^(Buy|Take it for free)$/ }).first()).toBeVisible();
});

test("APP-28 says that the gateway is down, and still lists and sells", async ({ page }) => {
  await page.route(at(gatewayPort), (route) => route.abort());
  const dataset = await firstDataset(page);
  await expect(page.getByText("The gateway does not answer. Buying works").first()).toBeVisible();
  await page.goto(dataset);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.getByText(/The gateway does not answer/).first()).toBeVisible();
  await expect(page.getByRole("heading", { name: "Offers" })).toBeVisible();
});

test("APP-28 says that the chain is down, and still lets one look around", async ({ page }) => {
  await page.route(at(chainPort), (route) => route.abort());
  await page.goto("/market");
  await expect(page.getByText(/The chain does not answer at http/)).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole("main").getByRole("listitem").first()).toBeVisible();
});

test("APP-28 notices a chain that was restarted since the indexer read it", async ({ page }) => {
  await page.route(new RegExp(`:${indexerPort}/genesis`), (route) =>
    route.fulfill({
      json: [{ chainId: 31337, indexed: `0x${"ab".repeat(32)}`, current: `0x${"cd".repeat(32)}` }],
      headers: { "access-control-allow-origin": "*" },
    }),
  );
  await page.goto("/market");
  await expect(page.getByText(/The chain was restarted since the indexer read it/)).toBeVisible();
});

test("APP-30 speaks Chinese when asked to, and remembers it", async ({ page }) => {
  await page.goto("/market");
  await page.getByRole("combobox", { name: "Language", exact: true }).selectOption("zh");
  await expect(page.getByRole("heading", { level: 1, name: "数据市场" })).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("lang", "zh-Hans");
  await page.goto("/publish");
  await expect(page.getByRole("heading", { level: 1, name: "发布数据集" })).toBeVisible();
  await page.getByRole("combobox", { name: "语言", exact: true }).selectOption("en");
  await expect(page.getByRole("heading", { level: 1, name: "Publish a data set" })).toBeVisible();
});

test("APP-30 takes the language that the browser asks for", async ({ browser }) => {
  const context = await browser.newContext({ locale: "zh-CN" });
  const page = await context.newPage();
  await page.goto("/");
  await expect(page.getByRole("link", { name: "浏览数据市场" })).toBeVisible();
  await context.close();
});

test("APP-31 asks nothing but its own host, the chain, the indexer and the gateway, under a policy with a nonce", async ({
  page,
  baseURL,
}) => {
  const hosts = new Set<string>();
  const broken: string[] = [];
  page.on("request", (request) => hosts.add(new URL(request.url()).host));
  page.on("console", (message) => {
    if (/Content.Security.Policy/i.test(message.text())) broken.push(message.text());
  });
  const dataset = await firstDataset(page);
  const response = await page.goto(dataset);
  await page.waitForLoadState("networkidle");
  const policy = response?.headers()["content-security-policy"] ?? "";
  expect(policy).toMatch(/script-src 'self' 'nonce-[A-Za-z0-9+/=]{20,}' 'strict-dynamic'/);
  expect(policy).not.toContain("unsafe-inline");
  expect(broken).toEqual([]);
  const allowed = [
    new URL(baseURL ?? "").host,
    ...[gatewayPort, indexerPort, chainPort].map((port) => `127.0.0.1:${port}`),
  ];
  expect([...hosts].filter((host) => host !== "" && !allowed.includes(host))).toEqual([]);
});

test("APP-60 asks the indexer for lists and histories, and never for the logs of the whole chain", async ({ page }) => {
  const asked: string[] = [];
  page.on("request", (request) => {
    if (at(chainPort).test(request.url()) && request.postData()?.includes("eth_getLogs")) asked.push(page.url());
  });
  // An account that tabs, deals and records of the seeded economy name.
  await injectWallet(page, 6);
  await page.goto("/");
  await connect(page, "Test wallet", /Amara|0x/);
  for (const path of ["/market", "/my-data", "/library", "/tabs", "/exchange", "/consent", "/audit"]) {
    await page.goto(path);
    await expect(page.getByRole("main").getByRole("heading", { level: 2 }).first()).toBeVisible();
    await page.waitForLoadState("networkidle");
  }
  expect(asked).toEqual([]);
});

test("APP-32 loads at most 250 kB of JavaScript first, on every page", async ({ page, request }) => {
  const dataset = await firstDataset(page);
  const sizes = new Map<string, number>();
  const proposal = await firstLink(page, "/governance", /^\/governance\/\d+$/);
  const member = await firstLink(page, "/governance/delegates", /^\/governance\/delegates\/0x/);
  for (const path of [...paths, dataset, dataset.replace("/market/", "/library/"), proposal, member]) {
    sizes.set(path, await firstLoad(request, path));
  }
  console.log(Object.fromEntries(sizes));
  for (const [path, size] of sizes) expect(size, path).toBeLessThanOrEqual(mostAtFirst);
});
