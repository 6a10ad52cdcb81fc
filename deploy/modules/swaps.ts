import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";
import governance from "./governance.ts";
import shared from "./shared.ts";

/**
 * Swaps. Last, so that what was there before stays where it is: play money (see `demo`) follows the governor in two steps,
 * which two questions wait out where there is none.
 */
export default buildModule("Swaps", (m) => {
  const { relay } = m.useModule(shared);
  const { governor } = m.useModule(governance);
  const first = m.staticCall(governor, "token", [], 0, { id: "FirstStep" });
  const second = m.staticCall(governor, "timelock", [], 0, { id: "SecondStep", after: [first] });
  const hashLock = m.contract("HashLock", [relay], { after: [second] });
  const batchLock = m.contract("BatchLock", [relay], { after: [hashLock] });
  const depositAddress = m.contract("DepositAddress", [relay], { after: [batchLock] });
  return { hashLock, batchLock, depositAddress };
});
