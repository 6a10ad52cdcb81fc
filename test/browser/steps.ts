import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, type Page } from "@playwright/test";
import { personas } from "@tallystick/sdk/local/personas";

/** How accounts are shown on local chains: by a name or by the address. */
const anybody = new RegExp(["0x", ...personas.map(({ name }) => name)].join("|"));

/** Connects the injected test wallet through the dialog; `shown` is how the page then calls the account. */
export async function connect(page: Page, name = "Test wallet", shown: string | RegExp = anybody): Promise<void> {
  await page.getByRole("banner").getByRole("button", { name: "Connect wallet" }).click();
  await page.getByRole("dialog").getByRole("button", { name }).click();
  await expect(page.getByRole("dialog")).toBeHidden();
  await expect(page.getByRole("banner").getByRole("button", { name: shown })).toBeVisible();
}

export const csvName = "seattle-weather.csv";
export const csv = readFileSync(join(import.meta.dirname, "../../node_modules/vega-datasets/data", csvName), "utf8");

export interface ToPublish {
  readonly title: string;
  readonly price?: string;
  readonly maxSales?: string;
}

/** Goes through the publish wizard up to its last step. */
export async function fillPublication(page: Page, { title, price = "3", maxSales }: ToPublish): Promise<void> {
  await page.goto("/publish");
  await page
    .getByLabel("Drop files here")
    .setInputFiles({ name: csvName, mimeType: "text/csv", buffer: Buffer.from(csv) });
  await expect(page.getByText(/precipitation \(number\)/)).toBeVisible();
  await page.getByRole("button", { name: "Next" }).click();
  await page.getByLabel("Title").fill(title);
  await page
    .getByLabel("Description")
    .fill("Daily weather of Seattle, 2012 to 2015. Source: NOAA, by way of vega-datasets.");
  await page.getByLabel("Keywords").fill("weather, Seattle");
  await page.getByRole("button", { name: "Next" }).click();
  await page.getByLabel("Amount").fill(price);
  if (maxSales) {
    await page.getByText("More terms").click();
    await page.getByLabel("Sales at most").fill(maxSales);
  }
  await page.getByRole("button", { name: "Next" }).click();
}

/** Publishes a data set and answers with its path on the market. */
export async function publish(page: Page, what: ToPublish): Promise<string> {
  await fillPublication(page, what);
  await page.getByRole("button", { name: "Encrypt and publish" }).click();
  const see = page.getByRole("link", { name: "See the data set" });
  await expect(see).toBeVisible({ timeout: 30_000 });
  return (await see.getAttribute("href")) ?? "";
}

/** Buys from the first offer of a data set's page by one signature. */
export async function buy(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await page.getByRole("button", { name: "Buy", exact: true }).first().click();
  await page.getByRole("button", { name: "Sign and buy" }).click();
}

export function unique(name: string): string {
  return `${name} ${Date.now().toString(36)}`;
}
