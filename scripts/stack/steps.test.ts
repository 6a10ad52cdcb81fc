import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createSteps } from "./steps.ts";

function screen(isTTY: boolean) {
  let text = "";
  const write = (part: string) => {
    text += part;
  };
  return { terminal: { write, isTTY, columns: 80 }, text: () => text };
}

describe("progress", () => {
  it("OPS-01: is told as steps end, with how long they took", async () => {
    const { terminal, text } = screen(false);
    const { run } = createSteps(terminal);
    assert.equal(await run("Chains started", async () => 2), 2);
    await assert.rejects(
      run("Page built", async () => {
        throw new Error("no");
      }),
      { message: "no" },
    );
    assert.match(text(), /^ {2}✔ Chains started +0\.\d s\n {2}✘ Page built +0\.\d s\n$/);
  });

  it("OPS-01: names what is under way on a terminal, and clears it when it has ended", async () => {
    const { terminal, text } = screen(true);
    const { run } = createSteps(terminal);
    const { promise, resolve } = Promise.withResolvers<void>();
    const first = run("Page built", () => promise);
    await run("Chains started", async () => {});
    assert.match(text(), /… Page built, Chains started \(0 s\)/);
    resolve();
    await first;
    assert.match(text().split("\u001b[2K").at(-1) ?? "", /^ {2}✔ Page built +0\.\d s\n$/);
  });
});
