import { expect, type Locator, type Page } from "@playwright/test";
import { send } from "@tallystick/sdk/chain/send";
import { confirmReceivable, registerReceivable } from "@tallystick/sdk/instruments/receivables";
import { invoiceTerms, type ReceivableTerms, receivableId } from "@tallystick/sdk/instruments/terms";
import { deployed } from "@tallystick/sdk/networks";
import { type Address, numberToHex } from "viem";
import { client } from "./chain.ts";
import { accountAt } from "./wallet.ts";
import { actorAt } from "./world.ts";

// Claims that a test finds there already, made through the SDK.

export const day = 86_400;
const at = deployed(actorAt(0).network);

/** Time of the chain. */
export const now = async (): Promise<number> => Number((await client.getBlock()).timestamp);

const run = Date.now().toString(36).toUpperCase();
let count = 0;

/** An invoice over so many euros, due in so many days, that its creditor has registered. */
export async function makeInvoice(
  { creditor, debtor }: { readonly creditor: number; readonly debtor: number },
  amount: bigint,
  days: number,
): Promise<ReceivableTerms> {
  const terms = invoiceTerms({
    debtor: accountAt(debtor).address,
    creditor: accountAt(creditor).address,
    token: at.eurx as Address,
    amount: amount * 1_000_000n,
    decimals: 6,
    number: `Q${run}${count++}`,
    dueOn: new Date(((await now()) + days * day) * 1_000).toISOString().slice(0, 10),
  });
  await send(actorAt(creditor), registerReceivable(at.receivables, terms));
  return terms;
}

/** The same, and its debtor has confirmed it. */
export async function makeClaim(
  parties: { readonly creditor: number; readonly debtor: number },
  amount: bigint,
  days: number,
): Promise<ReceivableTerms> {
  const terms = await makeInvoice(parties, amount, days);
  await send(actorAt(parties.debtor), confirmReceivable(at.receivables, terms));
  return terms;
}

export const idOf = (terms: ReceivableTerms): bigint => receivableId(31_337, at.receivables, terms);

/** Path of a receivable's page. */
export const pathOf = (terms: ReceivableTerms): string => `/receivables/${numberToHex(idOf(terms), { size: 32 })}`;

/** Number of the invoice, as it is shown. */
export const numberOf = (terms: ReceivableTerms): string =>
  Buffer.from(terms.number.slice(2), "hex").toString().replace(/\0+$/, "");

/** Chooses an act on a receivable's page: its form opens, with a button of the same name. */
export async function act(page: Page, name: string, fill: () => Promise<void> = async () => undefined): Promise<void> {
  const buttons = page.getByRole("button", { name, exact: true });
  await buttons.click({ timeout: 30_000 });
  // The form comes with code of its own: until then the first button is the last one too, and closes it again.
  await buttons.nth(1).waitFor({ timeout: 30_000 });
  await fill();
  await buttons.last().click();
  await page.getByText("Done. It shows here as soon as the chain has it.").waitFor({ timeout: 30_000 });
}

/** What a field has, once it has anything. */
export async function filled(field: Locator): Promise<string> {
  await expect(field).not.toHaveValue("", { timeout: 60_000 });
  return field.inputValue();
}

/** Fails where a page is wider than a small phone: what is wide scrolls in a box of its own. */
export async function expectToFit(page: Page): Promise<void> {
  const { width, height } = page.viewportSize() ?? { width: 1280, height: 720 };
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await page.locator("html").evaluate(({ scrollWidth }) => scrollWidth)).toBeLessThanOrEqual(390);
  await page.setViewportSize({ width, height });
}
