import { hardhat } from "../scripts/lib/run.ts";
import { benchBallots } from "./ballots.ts";
import { benchDelivery } from "./delivery.ts";
import { benchFlatness } from "./flat.ts";
import { benchGas } from "./gas.ts";
import { benchGateway } from "./gateway.ts";
import { benchLotFlatness } from "./receivables.ts";

// npm run bench [-- gas flat lots delivery gateway ballots]: those parts, or all; says what is not as it should be.

const parts: Readonly<Record<string, () => Promise<string[]>>> = {
  gas: benchGas,
  flat: benchFlatness,
  lots: benchLotFlatness,
  delivery: benchDelivery,
  gateway: benchGateway,
  ballots: benchBallots,
};
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in parts));
if (unknown.length > 0) {
  console.error(`There is no part ${unknown.join(", ")}. Parts: ${Object.keys(parts).join(", ")}.`);
  process.exit(2);
}
const { code } = await hardhat(["build", "--quiet"], { echo: true });
if (code !== 0) process.exit(code);

const complaints: string[] = [];
for (const [name, bench] of Object.entries(parts)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  const started = performance.now();
  complaints.push(...(await bench()));
  console.log(`${name}: ${Math.round((performance.now() - started) / 1_000)} s\n`);
}
for (const complaint of complaints) console.error(complaint);
process.exitCode = complaints.length > 0 ? 1 : 0;
