import type { Reader } from "../chain/actor.ts";
import { outcomeOf } from "../governance/outcome.ts";
import { bodyOf, titleOf } from "../governance/proposals.ts";
import { checkPins, type Proposal } from "../governance/readProposal.ts";
import { actionLines } from "./actionLines.ts";
import { amountText, timeText } from "./named.ts";
import { splitText, tallyToken } from "./proposalNamed.ts";

/** A proposal for people: what it is, what it does, how it stands. */
export async function proposalLines(reader: Reader, proposal: Proposal): Promise<string[]> {
  const { id, state, description, tally, quorum } = proposal;
  const [token, pins] = await Promise.all([
    tallyToken(reader),
    checkPins(reader, proposal.actions, proposal.codeHashes),
  ]);
  const { reachesQuorum } = outcomeOf(tally, quorum);
  const changed = pins.filter(({ same }) => !same);
  const body = bodyOf(description);
  return [
    `proposal    ${titleOf(description)}`,
    `id          ${id}`,
    `proposer    ${proposal.proposer}`,
    `state       ${state}`,
    `track       ${proposal.isCritical ? "critical" : "ordinary"}`,
    `votes       ${timeText(proposal.snapshot)} to ${timeText(proposal.deadline)}`,
    `result      ${splitText(tally, token)}`,
    `quorum      ${amountText(quorum, token)}, ${reachesQuorum ? "reached" : "not reached"}`,
    ...(proposal.eta === undefined ? [] : [`executable  from ${timeText(proposal.eta)}`]),
    ...actionLines(reader, proposal.actions),
    ...changed.map(({ target }) => `WARNING     the code of ${target} is not what it was when this was proposed`),
    ...(body === "" ? [] : ["", body]),
  ];
}
