import { expect, test } from "@playwright/test";
import { giveEther } from "./chain.ts";
import { csvName, unique } from "./steps.ts";
import { accountAt } from "./wallet.ts";
import { expectClean, makeDataset, pageOf } from "./world.ts";

const owner = 36;
const invited = 37;
const other = 38;

test("APP-63 invites by a signed link: shown in words, taken once by its reader, listed and withdrawn by its owner", async ({
  browser,
}) => {
  test.setTimeout(180_000);
  for (const index of [owner, invited, other]) await giveEther(index);
  const title = unique("By invitation");
  const { path } = await makeDataset(owner, title);
  const mine = await pageOf(browser, owner);
  const manage = path.replace("/market/", "/my-data/");
  await mine.goto(manage);
  const invite = mine.getByRole("form", { name: "Invite somebody by a link" });
  const made: string[] = [];
  for (const reader of [invited, other]) {
    await invite.getByLabel("Account that is invited").fill(accountAt(reader).address);
    await invite.getByRole("button", { name: "Sign the invitation" }).click();
    const row = invite.getByRole("listitem").filter({ hasText: accountAt(reader).address.slice(-4) });
    await expect(row.getByText("not taken yet")).toBeVisible({ timeout: 30_000 });
    const link = await row.getByLabel("Invitation", { exact: true }).inputValue();
    made.push(link.slice(link.indexOf("/invitation")));
  }
  await expectClean(mine);
  const [forInvited = "", forOther = ""] = made;

  // Its reader sees what it is, takes it, and reads; nobody else is offered to.
  const reading = await pageOf(browser, invited);
  await reading.goto(forOther);
  await expect(reading.getByText(accountAt(other).address.slice(-4)).first()).toBeVisible();
  await reading.goto("/");
  await reading.goto(forInvited);
  const invitation = reading.getByRole("region", { name: "Invitation" });
  await expect(invitation.getByRole("heading", { name: title })).toBeVisible({ timeout: 30_000 });
  await expect(invitation.getByText("1 month")).toBeVisible();
  await expectClean(reading);
  await invitation.getByRole("button", { name: "Take the right" }).click();
  await expect(invitation.getByText("It is yours")).toBeVisible({ timeout: 30_000 });
  await invitation.getByRole("link", { name: "Read the data" }).click();
  await reading.getByRole("button", { name: "Get the key" }).click();
  await expect(reading.getByText("The key is here.")).toBeVisible({ timeout: 30_000 });
  await reading.getByRole("button", { name: `Preview: ${csvName}` }).click();
  await expect(reading.getByRole("cell", { name: "2012-01-01" }).first()).toBeVisible();

  // The owner sees that it was taken, after a reload too, and makes the other void.
  await mine.reload();
  const rows = invite.getByRole("listitem");
  const taken = rows.filter({ hasText: accountAt(invited).address.slice(-4) });
  await expect(taken.getByText("taken or withdrawn")).toBeVisible({ timeout: 30_000 });
  const waiting = rows.filter({ hasText: accountAt(other).address.slice(-4) });
  await waiting.getByRole("button", { name: "Withdraw the invitation" }).click();
  await expect(waiting.getByText("taken or withdrawn")).toBeVisible({ timeout: 30_000 });
  const late = await pageOf(browser, other);
  await late.goto(forOther);
  await expect(late.getByText("This invitation was redeemed or withdrawn before.")).toBeVisible({ timeout: 30_000 });
  await expect(late.getByRole("button", { name: "Take the right" })).toBeHidden();

  // A link that somebody has changed is nobody's invitation.
  await late.goto("/");
  const changed = forOther.replace(
    /%22deadline%22%3A%?2?2?\d+/,
    (part) => `${part.slice(0, -1)}${part.endsWith("9") ? 8 : 9}`,
  );
  expect(changed).not.toBe(forOther);
  await late.goto(changed);
  await expect(late.getByText("The owner has not signed this invitation.")).toBeVisible({ timeout: 30_000 });
});
