import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { JournalError, openJournal } from "../src/journal/journal.ts";
import { type Line, lineOf, textOf } from "../src/journal/lines.ts";

const folder = mkdtempSync(join(tmpdir(), "tallystick-journal-"));
const line = (block: number): Line => ({ kind: "cursor", chainId: 31337, block });
after(() => rmSync(folder, { recursive: true }));

describe("the journal", () => {
  it("AGT-10: gives back what was written, money to the last unit", () => {
    const to = "0x0000000000000000000000000000000000001234";
    const request = {
      chainId: 1,
      nonce: 7,
      to,
      value: 2n ** 120n,
      gas: 1n,
      maxFeePerGas: 2n,
      maxPriorityFeePerGas: 0n,
      data: "0x",
    } as const;
    const signed: Line = { kind: "signed", tx: 1, request, raw: "0x02", hash: `0x${"ab".repeat(32)}` };
    assert.deepEqual(lineOf(textOf(signed)), signed);
    const file = join(folder, "whole.jsonl");
    const journal = openJournal(file);
    journal.append(signed);
    journal.append(line(1));
    journal.close();
    const again = openJournal(file);
    assert.deepEqual(again.lines, [signed, line(1)]);
    again.close();
    assert.equal(statSync(file).mode & 0o777, 0o600);
  });

  it("AGT-11: cuts off a last line that was torn, and goes on after it", () => {
    const file = join(folder, "torn.jsonl");
    writeFileSync(file, `${textOf(line(1))}\n`);
    appendFileSync(file, textOf(line(2)).slice(0, 20));
    const journal = openJournal(file);
    assert.deepEqual(journal.lines, [line(1)]);
    journal.append(line(3));
    journal.close();
    assert.equal(readFileSync(file, "utf8"), `${textOf(line(1))}\n${textOf(line(3))}\n`);
  });

  it("AGT-11: refuses a journal that is damaged elsewhere, and leaves it as it is", () => {
    const file = join(folder, "damaged.jsonl");
    const text = `{"kind":\n${textOf(line(2))}\n`;
    writeFileSync(file, text);
    assert.throws(() => openJournal(file), { name: "JournalError", message: /is damaged in line 1/ });
    assert.equal(readFileSync(file, "utf8"), text);
  });

  it("AGT-11: refuses a journal with a line that it does not understand: it may be what must not be forgotten", () => {
    const file = join(folder, "newer.jsonl");
    for (const text of ["null", "7", "[]", "{}", `{"kind":"promised","lock":"0x01"}`, `{"kind":"constructor"}`]) {
      writeFileSync(file, `${textOf(line(1))}\n${text}\n${textOf(line(2))}\n`);
      assert.throws(() => openJournal(file), { name: "JournalError", message: /is damaged in line 2/ }, text);
    }
  });

  it("AGT-12: is one process's at a time, and free again when that is killed", async () => {
    const file = join(folder, "held.jsonl");
    // It has no name for the journal, and what nobody names is collected.
    const code = `import { openJournal } from ${JSON.stringify(join(import.meta.dirname, "../src/journal/journal.ts"))};
      openJournal(${JSON.stringify(file)}); gc(); setTimeout(() => { gc(); console.log("held"); }, 10);
      setInterval(() => {}, 1000);`;
    const holder = spawn(process.execPath, ["--expose-gc", "--input-type=module", "-e", code], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    try {
      await once(holder.stdout, "data");
      assert.throws(() => openJournal(file), new JournalError(`Another agent has the journal ${file}.`));
    } finally {
      holder.kill("SIGKILL");
    }
    await once(holder, "exit");
    openJournal(file).close();
  });

  it("AGT-13: writes nothing more after a failure", () => {
    const journal = openJournal(join(folder, "closed.jsonl"));
    journal.close();
    assert.throws(() => journal.append(line(1)), new JournalError("The journal is closed."));
    assert.throws(() => openJournal(join(folder, "nowhere/at/all.jsonl")), {
      name: "JournalError",
      message: /can't be opened/,
    });
  });
});
