import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { countsOfMocha, countsOfNode, countsOfPlaywright, judged, sentence, sum } from "./counts.ts";

describe("the test run's sums", () => {
  it("reads what each runner prints, coloured or not", () => {
    assert.deepEqual(countsOfMocha("\n  \u001b[32m12 passing\u001b[0m (3s)\n  2 failing\n"), { passed: 12, failed: 2 });
    assert.deepEqual(countsOfNode("ℹ tests 5\nℹ pass 3\nℹ fail 1\nℹ cancelled 1\n"), { passed: 3, failed: 2 });
    assert.deepEqual(countsOfPlaywright("  1 failed\n    a.spec.ts\n  7 passed (3.2s)\n"), { passed: 7, failed: 1 });
  });

  it("counts a runner that broke down as a failure", () => {
    assert.deepEqual(judged({ passed: 0, failed: 0 }, 1), { passed: 0, failed: 1 });
    assert.deepEqual(judged({ passed: 9, failed: 0 }, 134), { passed: 9, failed: 1 });
  });

  it("counts a runner that ran nothing as a failure", () => {
    assert.deepEqual(judged({ passed: 0, failed: 0 }, 0), { passed: 0, failed: 1 });
  });

  it("leaves an honest count alone", () => {
    assert.deepEqual(judged({ passed: 9, failed: 2 }, 1), { passed: 9, failed: 2 });
    assert.deepEqual(judged({ passed: 9, failed: 0 }, 0), { passed: 9, failed: 0 });
  });

  it("adds up to a sentence", () => {
    const all = sum([
      { passed: 3, failed: 0 },
      { passed: 4, failed: 1 },
    ]);
    assert.equal(sentence(all), "7 passed, 1 failed");
  });
});
