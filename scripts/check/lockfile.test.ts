import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { findUnreviewedScripts } from "./install-scripts.ts";
import { findLockfileHoles } from "./lockfile.ts";

describe("findLockfileHoles", () => {
  const tool = { optionalDependencies: { "tool-linux": "1.0.0", "tool-darwin": "1.0.0" } };

  it("names the platform package that is not locked", () => {
    const packages = { "node_modules/tool": tool, "node_modules/tool-linux": {} };
    assert.deepEqual(findLockfileHoles({ packages }), [
      "package-lock.json names tool-darwin (for node_modules/tool) but does not hold it.",
    ]);
  });

  it("finds packages nested under their user and hoisted to the root", () => {
    const packages = {
      "node_modules/a/node_modules/tool": tool,
      "node_modules/a/node_modules/tool/node_modules/tool-linux": {},
      "node_modules/a/node_modules/tool-darwin": {},
    };
    assert.deepEqual(findLockfileHoles({ packages }), []);
  });
});

describe("findUnreviewedScripts", () => {
  it("repeats what npm found", () => {
    assert.equal(findUnreviewedScripts("esbuild@0.25.0 (postinstall: node install.js)").length, 1);
  });

  it("is content when npm found nothing", () => {
    assert.deepEqual(findUnreviewedScripts("No packages with unreviewed install scripts."), []);
  });
});
