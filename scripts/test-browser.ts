import { findChromium } from "./lib/browser.ts";
import { listFiles } from "./lib/files.ts";
import { leave } from "./lib/leave.ts";
import { commandOf, runNode } from "./lib/run.ts";
import { countsOfPlaywright, judged, sentence } from "./test/counts.ts";

if (!listFiles().some((path) => /^test\/browser\/.*\.spec\.ts$/.test(path))) {
  console.log("There are no browser tests yet.");
  console.log(sentence({ passed: 0, failed: 0 }));
  await leave(0);
}
if (!findChromium()) {
  console.error("No Chromium was found. Install one (Debian: apt-get install chromium), or name it in CHROMIUM.");
  console.log(sentence({ passed: 0, failed: 1 }));
  await leave(1);
}
const args = [commandOf("@playwright/test", "playwright"), "test", ...process.argv.slice(2)];
const { code, output } = await runNode(args, { echo: true });
const counts = judged(countsOfPlaywright(output), code);
console.log(sentence(counts));
await leave(counts.failed > 0 ? 1 : 0);
