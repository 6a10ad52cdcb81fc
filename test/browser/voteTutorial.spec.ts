import { expect, test } from "@playwright/test";
import { marketFee } from "@tallystick/sdk/market/registry";
import { pass, seconds } from "./dao.ts";
import { demo, follow, menu } from "./tutorial.ts";
import { actorAt } from "./world.ts";

test("APP-92 changes a parameter by vote as the tutorial says", async ({ browser }) => {
  test.setTimeout(180_000);
  const { bold, says, end } = follow("change-a-parameter");
  const page = await demo(browser, bold("Connect wallet"), bold("Deployer"));
  await page
    .getByRole("banner")
    .getByRole("button", { name: bold("Governance") })
    .click();
  await menu(page, bold("Parameters"));
  await page.getByRole("link", { name: `${bold("Propose a change")}: Market fee` }).click();
  await page.getByRole("textbox", { name: /^Market fee/ }).fill("3");
  await page.getByRole("button", { name: bold("Add to the proposal") }).click();
  await page.getByLabel(bold("Title"), { exact: true }).fill(says("A market fee of 3 %"));
  await page.getByRole("textbox", { name: bold("Reasons") }).fill("The treasury needs it.");
  await page.getByRole("button", { name: bold("Propose"), exact: true }).click();
  await page.waitForURL(/\/governance\/\d+$/);

  await pass(seconds.delay);
  await page.reload();
  const panel = page.getByRole("region", { name: bold("Your vote") });
  await panel.getByRole("radio", { name: bold("For"), exact: true }).check();
  await panel.getByRole("button", { name: bold("Sign the ballot") }).click();
  await expect(panel.getByText(says("Your vote counts"))).toBeVisible({ timeout: 40_000 });

  await pass(seconds.period);
  await page.reload();
  await page.getByRole("button", { name: bold("Queue"), exact: true }).click();
  await expect(page.getByRole("button", { name: "Queue", exact: true })).toHaveCount(0);
  await pass(seconds.execution);
  await page.reload();
  await page.getByRole("button", { name: bold("Carry out"), exact: true }).click();
  await expect.poll(async () => (await marketFee(actorAt(0))).feeBps).toBe(300);
  end();
});
