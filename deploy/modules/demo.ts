import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";
import all from "./all.ts";

/** Play money with a faucet. Its constructor refuses every chain that is not local. */
export default buildModule("Demo", (m) => {
  const { governor } = m.useModule(all);
  const eurx = m.contract("DemoToken", ["Euro X", "EURX"], { id: "EURX", after: [governor] });
  const usdx = m.contract("DemoToken", ["US Dollar X", "USDX"], { id: "USDX", after: [eurx] });
  return { eurx, usdx };
});
