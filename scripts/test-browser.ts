import { findChromium } from "./lib/browser.ts";
import { listFiles } from "./lib/files.ts";
import { commandOf, runNode } from "./lib/run.ts";
import { countsOfPlaywright, judged, sentence } from "./test/counts.ts";

if (!listFiles().some((path) => /^test\/browser\/.*\.spec\.ts$/.test(path))) {
  console.log("There are no browser tests yet.");
  console.log(sentence({ passed: 0, failed: 0 }));
  process.exit(0);
}
if (!findChromium()) {
  console.error("No Chromium was found. Install one (Debian: apt-get install chromium), or name it in CHROMIUM.");
  console.log(sentence({ passed: 0, failed: 1 }));
  process.exit(1);
}
const args = [commandOf("@playwright/test", "playwright"), "test", ...process.argv.slice(2)];
const { code, output } = await runNode(args, { echo: true });
const counts = judged(countsOfPlaywright(output), code);
console.log(sentence(counts));
process.exit(counts.failed > 0 ? 1 : 0);
