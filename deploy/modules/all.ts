import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";
import governance from "./governance.ts";
import identity from "./identity.ts";
import instruments from "./instruments.ts";
import market from "./market.ts";
import shared from "./shared.ts";
import swaps from "./swaps.ts";

/** Everything that every network has. */
export default buildModule("Tallystick", (m) => ({
  ...m.useModule(shared),
  ...m.useModule(identity),
  ...m.useModule(market),
  ...m.useModule(instruments),
  ...m.useModule(governance),
  ...m.useModule(swaps),
}));
