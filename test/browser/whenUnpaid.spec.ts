import { expect, test } from "@playwright/test";
import { send } from "@tallystick/sdk/chain/send";
import { FIRST_LOT, KIND } from "@tallystick/sdk/instruments/links";
import { endorseLot } from "@tallystick/sdk/instruments/lots";
import { lotOfReceivable, receivableStatus } from "@tallystick/sdk/instruments/receivableState";
import { deployed } from "@tallystick/sdk/networks";
import { euros, giveEther, giveEuros } from "./chain.ts";
import { act, day, idOf, makeClaim, now, pathOf } from "./claims.ts";
import { pass } from "./dao.ts";
import { accountAt } from "./wallet.ts";
import { actorAt, expectClean, open } from "./world.ts";

// A receivable that nobody pays. Months pass on the chain for it: the name makes this file the last that is run.
const [supplier, debtor, workshop] = [64, 65, 66] as const;
const addressOf = (index: number) => accountAt(index).address;
const soon = { timeout: 30_000 };

test("APP-153 APP-158 records a default, and lets its holder have his money of who endorsed it with recourse", async ({
  browser,
}) => {
  for (const index of [supplier, debtor, workshop]) {
    await giveEther(index);
    await giveEuros(index);
  }
  const at = deployed(actorAt(supplier).network);
  const terms = await makeClaim({ creditor: supplier, debtor }, 10n, 2);
  const lot = lotOfReceivable(at.receivables, idOf(terms), FIRST_LOT);
  await send(actorAt(supplier), endorseLot(at.lots, lot, addressOf(workshop), KIND.withRecourse));
  await pass(terms.dueAt - (await now()) + 91 * day);

  const [supplierHad, workshopHad] = [await euros(addressOf(supplier)), await euros(addressOf(workshop))];
  const holder = await open(browser, workshop, pathOf(terms));
  await expect(holder.getByText("It was due and is not paid in full.")).toBeVisible(soon);
  await act(holder, "Record the default");
  await expect(holder.getByText("It stayed unpaid for too long")).toBeVisible(soon);
  expect(await receivableStatus(actorAt(debtor), terms)).toBe("defaulted");
  await act(holder, "Demand of an endorser");
  await expect(holder.getByText(/^10 EURX demanded of/)).toBeVisible(soon);
  await expectClean(holder);

  const endorser = await open(browser, supplier, pathOf(terms));
  await act(endorser, "Take up");
  await expect(endorser.getByText(/^Taken up by .* for 10 EURX$/)).toBeVisible(soon);
  expect(await euros(addressOf(supplier))).toBe(supplierHad - 10_000_000n);
  await act(endorser, "Write off");
  await expect(endorser.getByText(/^10 EURX written off by/)).toBeVisible(soon);
  await endorser.context().close();

  await holder.goto("/receivables?role=financier");
  await expect(holder.getByText(/^From credit notes and parts that were taken up: 10 EURX/)).toBeVisible(soon);
  await holder.getByRole("button", { name: "Send it to my account" }).click();
  await expect(holder.getByText(/^From credit notes and parts that were taken up/)).toBeHidden(soon);
  expect(await euros(addressOf(workshop))).toBe(workshopHad + 10_000_000n);
  await holder.context().close();
});
