import { existsSync } from "node:fs";

const USUAL_PLACES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

/** The system's Chromium, or the one that the variable CHROMIUM names; nothing is downloaded. */
export function findChromium(): string | undefined {
  return [process.env.CHROMIUM ?? "", ...USUAL_PLACES].find((path) => path !== "" && existsSync(path));
}
