import { defineConfig } from "@playwright/test";
import { findChromium } from "./scripts/lib/browser.ts";

// A stack of their own, beside one that may be running: other ports, another folder.
const ports = {
  TALLYSTICK_PORT_CHAIN_A: "28545",
  TALLYSTICK_PORT_CHAIN_B: "28546",
  TALLYSTICK_PORT_GATEWAY: "28787",
  TALLYSTICK_PORT_GATEWAY_B: "28788",
  TALLYSTICK_PORT_AGENT: "28790",
  TALLYSTICK_PORT_INDEXER: "28069",
  TALLYSTICK_PORT_APP: "23000",
};
// With APP_URL the tests drive a stack that somebody else has started; its ports are then the environment's.
const given = process.env.APP_URL;
const environment = { ...ports, TALLYSTICK_STATE: "test-results/stack" };
if (!given) Object.assign(process.env, environment);
const baseURL = given ?? `http://localhost:${ports.TALLYSTICK_PORT_APP}`;

export default defineConfig({
  testDir: "test/browser",
  outputDir: "test-results/browser",
  // Long, since the suites run beside these tests in `.ci/run`.
  timeout: 120_000,
  expect: { timeout: 30_000 },
  // One chain under all tests: they run one after the other.
  workers: 1,
  forbidOnly: Boolean(process.env.CI),
  reporter: "list",
  use: {
    baseURL,
    locale: "en-GB",
    // Pictures of every moment would cost much of the time; the snapshots tell as much.
    trace: { mode: "retain-on-failure", screenshots: false },
    launchOptions: { executablePath: findChromium(), args: ["--no-sandbox"] },
  },
  ...(given
    ? {}
    : {
        webServer: {
          command: `${JSON.stringify(process.execPath)} scripts/start.ts`,
          url: baseURL,
          env: environment,
          timeout: 300_000,
          reuseExistingServer: false,
          gracefulShutdown: { signal: "SIGINT" as const, timeout: 15_000 },
        },
      }),
});
