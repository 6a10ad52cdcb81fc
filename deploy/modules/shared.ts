import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";

const HOUR = 60n * 60n;

/**
 * What every family stands on. The AccessManager's admin is the timelock from its constructor on: nobody else ever holds
 * a role in it. The timelock is the DAO's treasury; nobody has a right in it until it is founded with the governor. Each
 * deployment waits for the one before it, so that addresses depend on the deployer's nonce alone.
 */
export default buildModule("Shared", (m) => {
  const delay = m.getParameter("timelockDelay", 48n * HOUR);
  const criticalDelay = m.getParameter("criticalDelay", 168n * HOUR);

  const relay = m.contract("Relay");
  // By the name that OpenZeppelin's timelock has everywhere: it is one.
  const timelock = m.contract("Treasury", [delay, criticalDelay], { id: "TimelockController", after: [relay] });
  const manager = m.contract("AccessManager", [timelock]);

  return { relay, timelock, manager };
});
