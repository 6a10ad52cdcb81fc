import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";
import { zeroAddress } from "viem";
import instruments from "./instruments.ts";
import shared from "./shared.ts";

const DAY = 24n * 60n * 60n;
const TALLY = 10n ** 18n;

/** The last step gives the timelock to the governor: from then on nothing happens but by a vote. */
export default buildModule("Governance", (m) => {
  const { relay, timelock, manager } = m.useModule(shared);
  const { acceptors } = m.useModule(instruments);
  const holder = m.getParameter("holder", m.getAccount(0));
  const supply = m.getParameter("supply", 1_000_000n * TALLY);
  const cap = m.getParameter("cap", 10_000_000n * TALLY);
  const settings = {
    votingDelay: m.getParameter("votingDelay", DAY),
    votingPeriod: m.getParameter("votingPeriod", 5n * DAY),
    proposalThreshold: m.getParameter("proposalThreshold", 5_000n * TALLY),
    quorum: m.getParameter("quorum", 400n),
    criticalQuorum: m.getParameter("criticalQuorum", 1_500n),
    voteExtension: m.getParameter("voteExtension", 2n * DAY),
    coolDown: m.getParameter("coolDown", 30n * DAY),
    guardian: m.getParameter("guardian", zeroAddress),
  };

  const token = m.contract("TallyToken", ["Tallystick", "TALLY", timelock, relay, cap, [holder], [supply]], {
    after: [acceptors],
  });
  // The token's constructor makes it.
  const dividends = m.contractAt("Dividends", m.staticCall(token, "dividends"));
  const governor = m.contract("TallyGovernor", [token, timelock, relay, settings]);
  m.call(timelock, "found", [governor, [token, manager]], { id: "Founded" });
  return { token, dividends, governor };
});
