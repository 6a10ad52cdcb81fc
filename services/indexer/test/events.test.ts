import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { contracts } from "./support/acts.ts";

const SOURCES = fileURLToPath(new URL("../src/", import.meta.url));
const SPEC = new URL("../../../docs/spec/indexer.md", import.meta.url);

/** Events of the indexed contracts, as `Contract:Event`. */
function declared(): string[] {
  const { EURX: _, ...indexed } = contracts;
  const own = Object.entries(indexed).flatMap(([name, abi]) =>
    abi.flatMap((each) => (each.type === "event" ? [`${name}:${each.name}`] : [])),
  );
  // Of any token, where the treasury has part in it.
  return [...own, "IntoTreasury:Transfer", "OutOfTreasury:Transfer"];
}

/** Events that something is done about. */
function handled(): string[] {
  const files = readdirSync(SOURCES, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
  const texts = files.map((file) => readFileSync(`${SOURCES}${file}`, "utf8"));
  return texts.flatMap((text) => [...text.matchAll(/ponder\.on\("(\w+:\w+)"/g)].map(([, event]) => event ?? ""));
}

/** Rows of the specification's table: an event, and what it changes. */
function specified(): Map<string, string> {
  const rows = readFileSync(SPEC, "utf8").matchAll(/^\| (\w+:\w+) \| (.+) \|$/gm);
  return new Map([...rows].map(([, event, change]) => [event ?? "", change ?? ""]));
}

describe("the events of the contracts", () => {
  it("IDX-29 stand in the specification, each once, and no other", () => {
    assert.deepEqual([...specified().keys()].sort(), [...new Set(declared())].sort());
  });

  it("IDX-29 change rows, or the specification says why they do not", () => {
    const rows = [...specified()].filter(([, change]) => !change.startsWith("none: ")).map(([event]) => event);
    const indexed = handled().filter((event) => event !== "Genesis:block");
    assert.deepEqual(indexed.sort(), rows.sort());
  });
});
