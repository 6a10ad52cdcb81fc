import { AxeBuilder } from "@axe-core/playwright";
import { type Browser, expect, type Page } from "@playwright/test";
import { type Actor, connectActor } from "@tallystick/sdk/chain/actor";
import { send } from "@tallystick/sdk/chain/send";
import { registerRecord, sortedHolders } from "@tallystick/sdk/market/consentActs";
import type { NewOffer } from "@tallystick/sdk/market/prepare";
import { publishDataset } from "@tallystick/sdk/market/publishDataset";
import { datasetId } from "@tallystick/sdk/market/terms";
import { deployed, networkOf } from "@tallystick/sdk/networks";
import { type Address, bytesToHex, type Hex, numberToHex, zeroHash } from "viem";
import { connect, csv, csvName } from "./steps.ts";
import { accountAt, injectWallet } from "./wallet.ts";

// What a test finds there already: made through the SDK, as anybody's program would.

export const actorAt = (index: number): Actor => connectActor(networkOf(31337), accountAt(index));

interface Made {
  readonly id: bigint;
  /** Path of its page on the market. */
  readonly path: string;
}

interface Choice {
  /** Two of these three must consent. */
  readonly holders?: readonly Address[];
  /** Credential type whose holders may break the glass, for an hour. */
  readonly emergency?: Hex;
  readonly offers?: readonly NewOffer[];
  readonly file?: { readonly name: string; readonly mediaType: string; readonly bytes: Uint8Array<ArrayBuffer> };
}

/** Publishes a data set: with nothing on offer and a real CSV in it, where nothing else is chosen. */
export async function makeDataset(index: number, title: string, choice: Choice = {}): Promise<Made> {
  const { holders, emergency = zeroHash, offers = [] } = choice;
  const actor = actorAt(index);
  const { market, consent } = deployed(actor.network);
  const salt = bytesToHex(crypto.getRandomValues(new Uint8Array(32)));
  const id = datasetId(31337, market, accountAt(index).address, salt);
  if (holders) {
    const emergencySeconds = emergency === zeroHash ? 0 : 3_600;
    const setup = { threshold: 2, emergencyCredential: emergency, emergencySeconds, alsoRight: false };
    await send(actor, registerRecord(consent, salt, { ...setup, holders: sortedHolders(holders) }));
  }
  const { name, mediaType, bytes } = choice.file ?? {
    name: csvName,
    mediaType: "text/csv",
    bytes: new TextEncoder().encode(csv),
  };
  const open = () => new Blob([bytes]).stream();
  await publishDataset(actor, {
    salt,
    offers,
    files: [{ name, mediaType, open }],
    about: { title, description: "Daily weather of Seattle, by way of vega-datasets.", licence: { spdx: "MIT" } },
  });
  return { id, path: `/market/${numberToHex(id, { size: 32 })}` };
}

/** A page of a browser of its own, with the account connected. */
export async function pageOf(browser: Browser, index: number): Promise<Page> {
  const page = await (await browser.newContext({ locale: "en-GB" })).newPage();
  await injectWallet(page, index);
  await page.goto("/");
  await connect(page);
  return page;
}

/** The same, on a page of the site. */
export async function open(browser: Browser, index: number, path: string): Promise<Page> {
  const page = await pageOf(browser, index);
  await page.goto(path);
  return page;
}

export async function expectClean(page: Page): Promise<void> {
  await expectNone(page, new AxeBuilder({ page }));
}

/** As `expectClean` by day, and again at night in what may differ there: the colours. */
export async function expectCleanInBoth(page: Page): Promise<void> {
  await page.emulateMedia({ colorScheme: "light" });
  await expectClean(page);
  await page.emulateMedia({ colorScheme: "dark" });
  await expectNone(page, new AxeBuilder({ page }).withRules(["color-contrast", "link-in-text-block"]));
}

/** The other mode opens a page for each result, to look into frames of other sites: it takes twice as long. */
async function expectNone(page: Page, axe: AxeBuilder): Promise<void> {
  expect(page.frames(), "frames, which this mode may not look into").toHaveLength(1);
  const { violations } = await axe.setLegacyMode().analyze();
  const told = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(" ")}`);
  expect(told, page.url()).toEqual([]);
}
