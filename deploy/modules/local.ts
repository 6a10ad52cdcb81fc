import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";
import all from "./all.ts";
import demo from "./demo.ts";

/** Everything that the local chains have: all, and play money. */
export default buildModule("Local", (m) => ({ ...m.useModule(all), ...m.useModule(demo) }));
