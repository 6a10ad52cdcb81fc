import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { chainTime } from "../../src/chain/time.ts";
import type { ReceivableResult } from "../../src/cli/receivableLines.ts";
import type { PersonaId } from "../../src/local/personas.ts";
import { balanceOf } from "../../src/market/token.ts";
import { deployed } from "../../src/networks.ts";
import { addressOf } from "../support/chain.ts";
import { answerOf, refusalOf, tallystick } from "../support/command.ts";
import { DAY } from "../support/market.ts";
import { type TestStack, testStack } from "../support/stack.ts";

describe("tallystick receivable", () => {
  let stack: TestStack;
  let invoice: string;

  before(async () => {
    stack = await testStack();
    for (const who of ["enterprise", "supplier"] as const) await stack.fund(who);
    invoice = join(stack.folder, "invoice.xml");
    await writeFile(invoice, "<Invoice/>");
  });
  after(() => stack.close());

  const account = (who: PersonaId) => addressOf(stack.actor(who));
  const run = (who: PersonaId, ...args: readonly string[]) =>
    answerOf<ReceivableResult & { readonly transaction: string }>(stack, ["receivable", ...args, "--persona", who]);
  const dueOn = async (days: number): Promise<string> => {
    const seconds = (await chainTime(stack.actor("supplier"))) + days * DAY;
    return new Date(seconds * 1_000).toISOString().slice(0, 10);
  };
  const register = async (number: string, ...more: readonly string[]) => {
    const terms = ["--debtor", account("enterprise"), "--amount", "100", "--number", number, "--due", await dueOn(30)];
    return (await run("supplier", "register", ...terms, ...more)).receivable;
  };
  const balance = (who: PersonaId) => {
    const { eurx } = deployed(stack.network);
    assert.ok(eurx);
    return balanceOf(stack.actor(who), eurx, account(who));
  };

  it("SDK-269 takes an invoice from its registration over two tiers to the money", async () => {
    const id = await register(
      "inv-1",
      "--document",
      invoice,
      "--order",
      "po 1",
      "--order-amount",
      "500",
      "--late-bps",
      "900",
    );
    const again = ["receivable", "register", "--debtor", account("enterprise"), "--amount", "7", "--number", "INV/1"];
    assert.deepEqual(await refusalOf(stack, [...again, "--due", await dueOn(9), "--persona", "supplier"]), [
      1,
      "Receivables_Exists",
    ]);
    const attested = await run("supplier", "attest", id, "--stream", "commercial", "--document", invoice);
    assert.deepEqual(
      [attested.status, attested.evidence, attested.actions],
      ["registered", ["commercial"], ["withdraw"]],
    );
    const disputed = await run("enterprise", "dispute", id, "--reason", "two pallets are missing");
    assert.deepEqual([disputed.status, disputed.actions], ["disputed", ["confirm"]]);
    assert.equal((await run("enterprise", "confirm", id)).status, "confirmed");

    const handed = await run("supplier", "hand", id, "--to", account("workshop"), "--amount", "30");
    assert.deepEqual(
      handed.lots.map(({ holder, tier, units }) => [holder, tier, units]),
      [
        [account("supplier"), 0, 7_000],
        [account("workshop"), 1, 3_000],
      ],
    );
    const sold = await run("workshop", "hand", id, "--to", account("financier"), "--without-recourse");
    assert.deepEqual([sold.lots[1]?.holder, sold.lots[1]?.tier], [account("financier"), 2]);
    assert.deepEqual(
      await refusalOf(stack, ["receivable", "hand", id, "--to", account("auditor"), "--persona", "workshop"]),
      [1, "NoLot"],
    );

    const other = await register("inv-2");
    await run("enterprise", "confirm", other);
    const start = await Promise.all((["enterprise", "supplier", "financier"] as const).map(balance));
    const paid = await run("enterprise", "pay", id, other);
    assert.deepEqual([paid.status, paid.due], ["paid", { principal: "0", interest: "0" }]);
    await run("supplier", "collect", id);
    await run("supplier", "collect", other);
    await run("financier", "collect", id);
    const end = await Promise.all((["enterprise", "supplier", "financier"] as const).map(balance));
    assert.deepEqual(
      end.map((amount, i) => amount - (start[i] ?? 0n)),
      [-200_000_000n, 170_000_000n, 30_000_000n],
    );
    const { out } = await tallystick(stack, ["receivable", "show", id]);
    assert.match(out, /^receivable {2}0x[0-9a-f]{64}\nnumber {6}INV1\n/);
    assert.match(out, /\nface {8}100 EURX\n/);
    assert.match(out, /\nstatus {6}paid\nopen {8}0 EURX\nevidence {4}commercial\n$/);
  });

  it("SDK-269 demands recourse of an overdue lot, lets it be taken up, and writes a default off", async () => {
    const id = await register("inv-3");
    await run("enterprise", "confirm", id);
    await run("supplier", "hand", id, "--to", account("workshop"));
    await run("enterprise", "pay", id, "--amount", "40");
    await stack.pass(32 * DAY);
    const shown = await run("workshop", "demand", id, "--from", account("supplier"));
    assert.deepEqual([shown.status, shown.due.principal], ["overdue", "60000000"]);
    const start = await balance("supplier");
    const taken = await run("supplier", "take-up", id);
    assert.deepEqual([taken.lots[0]?.holder, taken.lots[0]?.tier], [account("supplier"), 0]);
    assert.equal(await balance("supplier"), start - 60_000_000n);
    await stack.pass(90 * DAY);
    assert.equal((await run("auditor", "default", id)).status, "defaulted");
    const hopeless = await run("supplier", "write-off", id);
    assert.ok(!hopeless.actions.includes("writeOff"));
    const gone = await register("inv-4");
    const withdrawn = await run("supplier", "withdraw", gone);
    assert.deepEqual([withdrawn.status, withdrawn.lots], ["void", []]);
  });

  it("SDK-269 says what is wrong with what it is told", async () => {
    const id = await register("inv-5");
    const debtor = ["--debtor", account("enterprise")];
    const cases: readonly (readonly [readonly string[], RegExp])[] = [
      [["show", "7x"], /is not the id of a receivable/],
      [["show", "7"], /There is no receivable 7 on this chain/],
      [["register"], /--debtor is needed/],
      [["register", ...debtor, "--amount", "x", "--number", "A", "--due", "2030-01-01"], /--amount "x" is no amount/],
      [["register", ...debtor, "--amount", "1", "--number", "ä", "--due", "2030-01-01"], /"Ä" is neither a letter/],
      [["register", ...debtor, "--amount", "1", "--number", "A", "--due", "2030-02-30"], /a date such as 2026-12-31/],
      [["attest", id, "--stream", "gossip"], /--stream is one of information, commercial, logistics, capital/],
      [["attest", id, "--stream", "commercial"], /--document is needed/],
      [["dispute", id], /--reason is needed/],
      [["hand", id, "--to", account("auditor"), "--amount", "0.001"], /goes by units of 10000 base units/],
      [["pay"], /Say which receivables are paid/],
      [["demand", id, "--from", account("auditor")], /is not liable for that lot/],
      [["burn", id], /"burn" is not one of register, show, confirm/],
    ];
    for (const [args, message] of cases) {
      const { code, err } = await tallystick(stack, ["receivable", ...args, "--persona", "supplier"]);
      assert.notEqual(code, 0);
      assert.match(err, message);
    }
    const { out } = await tallystick(stack, ["receivable", "--help"]);
    assert.match(out, /^tallystick receivable register --debtor/);
  });
});
