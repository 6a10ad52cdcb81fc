import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";
import { zeroAddress } from "viem";

/**
 * What every family stands on. The AccessManager's admin is the timelock from its constructor on: nobody else ever holds
 * a role in it. Each deployment waits for the one before it, so that addresses depend on the deployer's nonce alone.
 */
export default buildModule("Shared", (m) => {
  const delay = m.getParameter("timelockDelay", 2n * 24n * 60n * 60n);
  const proposer = m.getParameter("proposer", m.getAccount(0));

  const relay = m.contract("Relay");
  // Anyone may execute what is due; without an admin of its own the timelock changes its roles only by its own proposals.
  const timelock = m.contract("TimelockController", [delay, [proposer], [zeroAddress], zeroAddress], {
    after: [relay],
  });
  const manager = m.contract("AccessManager", [timelock]);

  return { relay, timelock, manager };
});
