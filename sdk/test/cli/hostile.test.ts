import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { runCommand } from "../../src/cli/main.ts";
import { fileSource } from "../../src/node.ts";

describe("tallystick, told something hostile", () => {
  it("SDK-71 lets no control character of a message reach the terminal", async () => {
    const written: string[] = [];
    const err = (text: string): void => void written.push(text);
    const output = { out: err, err, terminal: true, json: false };
    const { signal } = new AbortController();
    const id = "\u001b]0;owned\u0007\u001b[2J\u009b31m";
    assert.equal(await runCommand({ args: ["buy", id], env: {}, output, signal }), 2);
    assert.match(written.join(""), /is not the id of a data set/);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    assert.doesNotMatch(written.join(""), /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
  });
});

describe("a file with a name out of JavaScript's own vocabulary", () => {
  it("SDK-16 has a media type like any other", () => {
    for (const name of ["data.constructor", "data.__proto__", "data.valueof", "constructor"]) {
      assert.equal(fileSource(name).mediaType, "application/octet-stream", name);
    }
    assert.equal(fileSource("cars.CSV").mediaType, "text/csv");
  });
});
