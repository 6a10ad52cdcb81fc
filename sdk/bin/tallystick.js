#!/usr/bin/env node
// The command is TypeScript that Node runs as it is: say so where Node is too old for it.
const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(`tallystick needs Node 22.18 or newer; this is ${process.versions.node}.\n`);
  process.exit(1);
}
const { main } = await import("../src/cli/main.ts");
process.exitCode = await main(process.argv.slice(2));
