import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Browser, expect, type Locator, type Page } from "@playwright/test";
import { personas } from "@tallystick/sdk/local/personas";

/** A tutorial that is followed to the letter: what it has in bold is what is looked for on the page, in its order. */
export interface Tutorial {
  /** What the text has in bold next; fails when that is something else. */
  bold(name: string): string;
  /** What the text says next, as it stands there. */
  says(words: string): string;
  /** Fails when something in bold was left out. */
  end(): void;
}

export function follow(name: string): Tutorial {
  const text = readFileSync(join(import.meta.dirname, `../../docs/tutorials/${name}.md`), "utf8").replace(/\s+/g, " ");
  const names = [...text.matchAll(/\*\*(.+?)\*\*/g)].map(([, bold = ""]) => bold);
  let read = 0;
  return {
    bold(expected) {
      expect(expected, `what ${name}.md has in bold next`).toBe(names[read]);
      read += 1;
      return expected;
    },
    says(words) {
      expect(text).toContain(words);
      return words;
    },
    end() {
      expect(names.slice(read), `steps of ${name}.md that nobody followed`).toEqual([]);
    },
  };
}

/** Opens the page in a window of its own, as a person of the demo. */
export async function demo(browser: Browser, connect: string, person: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await page.goto("/");
  await page.getByRole("banner").getByRole("button", { name: connect }).click();
  await page.getByRole("dialog").getByRole("button", { name: person }).click();
  await expect(page.getByRole("dialog")).toBeHidden();
  await expect(page.getByRole("banner").getByRole("button", { name: person })).toBeVisible();
  return page;
}

/** Becomes another person of the demo in the same window, by the dialog of the account. */
export async function become(page: Page, how: string, person: string): Promise<void> {
  const banner = page.getByRole("banner");
  const dialog = page.getByRole("dialog");
  const anybody = new RegExp(personas.map(({ name }) => name).join("|"));
  await banner.getByRole("button", { name: anybody }).click();
  await dialog.getByText(how).click();
  await dialog.getByRole("button", { name: person }).click();
  await dialog.getByRole("button", { name: "Close" }).click();
  await expect(banner.getByRole("button", { name: person })).toBeVisible();
}

/** Chooses an entry of the menu. */
export async function menu(page: Page, name: string): Promise<void> {
  await page.getByRole("banner").getByRole("link", { name, exact: true }).click();
}

/** A link of this name, to this page where there are more of the name: the demo may have been run before. */
export function linkTo(page: Page, name: string, path?: string): Locator {
  const links = page.getByRole("link", { name });
  return (path === undefined ? links : links.and(page.locator(`a[href="${path}"]`))).first();
}

/** Finds a data set in the market by its title, and opens it. */
export async function openInMarket(page: Page, title: string, path?: string): Promise<void> {
  await menu(page, "Market");
  await page.getByRole("searchbox").first().fill(title);
  await page.getByRole("searchbox").first().press("Enter");
  await linkTo(page, title, path).click();
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
}
