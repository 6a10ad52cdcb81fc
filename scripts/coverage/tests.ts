import { readdirSync } from "node:fs";
import { join } from "node:path";
import { contractTests } from "../lib/contract-tests.ts";
import { root } from "../lib/files.ts";

/** The tests of one family of contracts: those of its folder, and the Solidity ones that begin with its name. */
export function testsOf(family: string): string[] {
  const solidity = readdirSync(join(root, "test/solidity")).filter(
    (name) => name.startsWith(family) && name.endsWith(".t.sol"),
  );
  return [
    ...contractTests().filter((path) => path.startsWith(`test/${family}/`)),
    ...solidity.sort().map((name) => `test/solidity/${name}`),
  ];
}
