import { expect, test } from "@playwright/test";
import { send } from "@tallystick/sdk/chain/send";
import { attest, credentialType } from "@tallystick/sdk/identity/credentials";
import { deployed } from "@tallystick/sdk/networks";
import { zeroHash } from "viem";
import { giveEther } from "./chain.ts";
import { unique } from "./steps.ts";
import { accountAt } from "./wallet.ts";
import { actorAt, expectClean, makeDataset, pageOf } from "./world.ts";

const registrar = 3;
const owner = 30;
const holders = [31, 32, 33] as const;
const doctor = 34;
const stranger = 35;

test("APP-61 breaks the glass in an emergency for all to see, and has it judged by a holder", async ({ browser }) => {
  test.setTimeout(240_000);
  for (const index of [owner, ...holders, doctor, stranger]) await giveEther(index);
  const emergency = credentialType("researcher");
  const { credentials } = deployed(actorAt(registrar).network);
  const inAYear = Math.floor(Date.now() / 1000) + 365 * 86_400;
  await send(actorAt(registrar), attest(credentials, emergency, accountAt(doctor).address, inAYear, zeroHash));
  const title = unique("Record of a patient");
  const accounts = holders.map((index) => accountAt(index).address);
  const { path } = await makeDataset(owner, title, { holders: accounts, emergency });
  const consent = `/consent?dataset=${path.replace("/market/", "")}`;

  // Without the credential it can't be done, and the page says so.
  const other = await pageOf(browser, stranger);
  await other.goto(consent);
  await other.getByRole("button", { name: "Break the glass" }).click();
  await expect(other.getByText("You can't break the glass here")).toBeVisible({ timeout: 30_000 });
  await other.goto(path);
  await expect(other.getByRole("region", { name: "Why you can't read this yet" })).toContainText(
    "2 of its 3 key holders must consent",
  );
  await expectClean(other);

  const page = await pageOf(browser, doctor);
  await page.goto(consent);
  await page.getByRole("button", { name: "Break the glass" }).first().click();
  const form = page.getByRole("form", { name: "Break the glass" });
  await expect(form.getByText("You can read the whole record for 1 hour")).toBeVisible();
  await expect(form.getByRole("button", { name: "Break the glass" })).toBeDisabled();
  await form.getByLabel("Reason").fill("Unconscious, <b>allergies</b> unknown.");
  await form.getByLabel("I understand, and answer for it.").check();
  await expectClean(page);
  await form.getByRole("button", { name: "Break the glass" }).click();
  await expect(page.getByText("You broke the glass: you read until")).toBeVisible({ timeout: 30_000 });
  await page.goto(path.replace("/market/", "/library/"));
  await page.getByRole("button", { name: "Get the key" }).click();
  await expect(page.getByText("The key is here.")).toBeVisible({ timeout: 30_000 });

  // Its owner is told that a review is due, a holder judges, and it ends at once.
  const owning = await pageOf(browser, owner);
  await expect(async () => {
    await owning.goto("/my-data");
    await expect(owning.getByRole("region", { name: "Requests for your records" })).toContainText("1 to be reviewed");
  }).toPass({ timeout: 30_000 });
  await expectClean(owning);
  const judging = await pageOf(browser, holders[1]);
  await judging.goto("/consent");
  const record = judging.getByRole("article", { name: title });
  await expect(record.getByText("Unconscious, <b>allergies</b> unknown.")).toBeVisible({ timeout: 30_000 });
  await record.getByLabel("Your judgement, in a sentence").fill("Nobody was there.");
  await expectClean(judging);
  await record.getByRole("button", { name: "It was not: end it now" }).click();
  await expect(record.getByText("found unjustified")).toBeVisible({ timeout: 30_000 });
  await page.reload();
  await page.getByRole("button", { name: "Get the key" }).click();
  await expect(page.getByText(/The keepers refused the key/)).toBeVisible({ timeout: 30_000 });

  // Everybody can see both, in the words that were written.
  await expect(async () => {
    await other.goto(path);
    await expect(other.getByText("glass broken 1 time")).toBeVisible();
    await other.getByText("What happened (2 acts)").click({ timeout: 2_000 });
  }).toPass({ timeout: 30_000 });
  await expect(other.getByText("Unconscious, <b>allergies</b> unknown.")).toBeVisible();
  await expect(other.getByText("Nobody was there.")).toBeVisible();
  await expectClean(other);
});

test("APP-62 changes the holders of a record once enough of the present ones have signed the same", async ({
  browser,
}) => {
  test.setTimeout(180_000);
  for (const index of [owner, ...holders]) await giveEther(index);
  const title = unique("Record that changes hands");
  await makeDataset(owner, title, { holders: holders.map((index) => accountAt(index).address) });
  const first = await pageOf(browser, holders[0]);
  await first.goto("/consent");
  const record = first.getByRole("article", { name: title });
  await record.getByRole("button", { name: "Change the holders" }).click({ timeout: 30_000 });
  await record.getByLabel("New holders").fill("0x12");
  await expect(record.getByRole("button", { name: "Sign", exact: true })).toBeHidden();
  await record.getByLabel("New holders").fill([holders[0], doctor].map((index) => accountAt(index).address).join("\n"));
  await record.getByLabel("Must sign").fill("1");
  await expect(record.getByText("From then on 1 of these 2 accounts must consent")).toBeVisible();
  await record.getByRole("button", { name: "Sign", exact: true }).click();
  await expect(record.getByText("1 of 2 signed")).toBeVisible({ timeout: 30_000 });
  await expect(record.getByRole("button", { name: "Change them now" })).toBeHidden();
  await expectClean(first);

  const second = await pageOf(browser, holders[1]);
  await second.goto("/consent");
  const theirs = second.getByRole("article", { name: title });
  await theirs.getByRole("button", { name: "Change the holders" }).click({ timeout: 30_000 });
  await theirs.getByRole("button", { name: "Sign", exact: true }).first().click({ timeout: 30_000 });
  await theirs.getByRole("button", { name: "Change them now" }).click({ timeout: 30_000 });
  // Whoever is no holder any more has nothing to do with it.
  await expect(theirs).toBeHidden({ timeout: 30_000 });
  await expect(record.getByText("1 of 2 key holders must sign.")).toBeVisible({ timeout: 30_000 });
});
