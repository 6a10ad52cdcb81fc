import { listFiles } from "./lib/files.ts";
import { leave } from "./lib/leave.ts";
import { commandOf, type Outcome, runNode } from "./lib/run.ts";

// `npm run format -- contracts/market` keeps to what lies under the paths given.
const under = process.argv.slice(2).map((path) => path.replace(/\/$/, ""));
const files = listFiles().filter(
  (path) => under.length === 0 || under.some((one) => path === one || path.startsWith(`${one}/`)),
);
const solidity = files.filter((path) => path.endsWith(".sol"));
const others = files.filter((path) => /\.(ts|tsx|mjs|cjs|css|json)$/.test(path));

const outcomes: Outcome[] = [];
if (others.length > 0)
  outcomes.push(await runNode([commandOf("@biomejs/biome"), "check", "--write", ...others], { echo: true }));
if (solidity.length > 0)
  outcomes.push(await runNode([commandOf("prettier"), "--write", "--log-level", "warn", ...solidity], { echo: true }));
await leave(outcomes.some(({ code }) => code !== 0) ? 1 : 0);
