import { englishSentences } from "@tallystick/sdk/governance/sentenceWords";

/** What actions of proposals do, and what is known about them. */
export const actions = {
  title: "Actions",
  none: "This proposal does nothing by itself: it is a text to agree on.",
  number: "Action {n}",
  decoded: "The call in full",
  raw: "Raw calldata",
  target: "Target",
  value: "Ether sent along",
  function: "Function",
  arguments: "Arguments",
  nested: "Calls that it carries",
  known: "known contract",
  unknown: "unknown contract",
  guess: "The contract is not known: by its selector the function may be this one.",
  hasMore: "There are bytes in the data that the function does not read.",
  codeSame: "code as proposed",
  critical: "This needs the critical track: the higher quorum and the longer delay.",
  limit: {
    unknownContract: "Nothing is known about this contract: only the raw data can be shown.",
    unknownFunction: "The contract has no known function of this selector.",
    malformed: "The data does not fit the function.",
    tooLarge: "The data is too large to be looked into.",
    tooDeep: "There are more calls within this one than are looked into.",
    tooMany: "There are more calls than are shown.",
  },
  warn: {
    noCode: "There is no contract at this address: the governor refuses such a proposal.",
    codeChanged:
      "The code of this contract is not what it was when the proposal was made. The governor will neither queue nor execute it.",
    proxy:
      "This is a proxy: the code that acts is at {implementation}, and may be changed though the proxy's own is not.",
    lentCode:
      "This is an account with a key that lends itself the code at {implementation}: it can change it at any time.",
    unknown: "This contract is none of Tallystick's: look at it before you agree.",
    lookAlike: "{address} looks like {name} ({like}) but is another account. Compare every digit.",
    checkFailed: "Whether the code is still the same could not be found out.",
  },
  simulate: "Simulate",
  simulateAgain: "Simulate again",
  simulation: "What it would do now",
  simulating: "The node tries the actions …",
  works: "All actions go through.",
  fails: "Action {n} fails: {reason}",
  nothingSeen: "Nothing changes among parameters and balances.",
  how: {
    trace: "Traced by your node, all actions in one run.",
    simulate: "Simulated by your node, all actions in one run.",
    traceEach: "Tried by your node, all actions in order; events and calls from tracing each action by itself.",
    call: "Tried by your node, all actions in order. It has no tracers: events and calls are not told.",
    callEach:
      "Your node could try each action only by itself: one that relies on an earlier one fails here, and effects are not told.",
  },
  parameters: "Parameters",
  balances: "Balances",
  events: "Events",
  storage: "Storage",
  calls: "Call tree",
  codeChange: "The code of {account} changes.",
  from: "before",
  to: "after",
  failedCall: "failed",
  sentence: {
    ...englishSentences,
    // Here the calls stand elsewhere.
    carry: "Call {function} of {target}, which makes {count} calls.",
  },
  baseUnits: "{amount} base units of {token}",
  forEver: "for ever",
} as const;
