import { existsSync } from "node:fs";
import { defineConfig } from "@playwright/test";
import { findChromium } from "./scripts/lib/browser.ts";

const baseURL = process.env.APP_URL ?? "http://127.0.0.1:3000";
const startScript = "scripts/start.ts";

export default defineConfig({
  testDir: "test/browser",
  outputDir: "test-results",
  timeout: 60_000,
  // One chain under all tests: they run one after the other.
  workers: 1,
  forbidOnly: Boolean(process.env.CI),
  reporter: "list",
  use: {
    baseURL,
    trace: "retain-on-failure",
    launchOptions: { executablePath: findChromium(), args: ["--no-sandbox"] },
  },
  webServer: existsSync(startScript)
    ? {
        command: `${JSON.stringify(process.execPath)} ${startScript}`,
        url: baseURL,
        timeout: 300_000,
        reuseExistingServer: !process.env.CI,
        gracefulShutdown: { signal: "SIGINT", timeout: 15_000 },
      }
    : undefined,
});
