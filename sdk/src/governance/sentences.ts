import { type Address, formatUnits, type Hex, hexToString, trim, zeroAddress } from "viem";
import type { DecodedCall, DecodedStruct, DecodedValue } from "./decode.ts";
import type { ContractKey } from "./parameters.ts";
import { englishSentences } from "./sentenceWords.ts";

/** A value of a sentence, with how it is meant. Amounts of a token are in its base units; the zero address is ether. */
export type SentenceValue =
  | { readonly kind: "address"; readonly address: Address }
  | { readonly kind: "amount"; readonly amount: bigint; readonly token: Address }
  | { readonly kind: "tally"; readonly amount: bigint }
  | { readonly kind: "bps"; readonly bps: bigint }
  | { readonly kind: "seconds"; readonly seconds: bigint }
  | { readonly kind: "time"; readonly time: bigint }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "count"; readonly count: number };

export type SentenceKey = keyof typeof englishSentences;

/** What a call does, for a person: a sentence by its key, and what stands in it. */
export interface Sentence {
  readonly key: SentenceKey;
  readonly values: Readonly<Record<string, SentenceValue>>;
}

type Build = (args: readonly DecodedValue[], call: DecodedCall) => Sentence;

const account = (value: DecodedValue | undefined): SentenceValue => ({
  kind: "address",
  address: String(value) as Address,
});
const number = (value: DecodedValue | undefined): bigint => (typeof value === "bigint" ? value : 0n);
const bps = (value: DecodedValue | undefined): SentenceValue => ({ kind: "bps", bps: number(value) });
const seconds = (value: DecodedValue | undefined): SentenceValue => ({ kind: "seconds", seconds: number(value) });
const time = (value: DecodedValue | undefined): SentenceValue => ({ kind: "time", time: number(value) });
const tally = (value: DecodedValue | undefined): SentenceValue => ({ kind: "tally", amount: number(value) });
const text = (value: DecodedValue | undefined): SentenceValue => ({ kind: "text", text: String(value) });
const amount = (value: DecodedValue | undefined, token: DecodedValue | undefined): SentenceValue => ({
  kind: "amount",
  amount: number(value),
  token: String(token) as Address,
});

const setQuorums: Build = ([ordinary, critical]) => ({
  key: "setQuorums",
  values: { ordinary: bps(ordinary), critical: bps(critical) },
});

const setProposalGuardian: Build = ([guardian]): Sentence => {
  if (guardian === zeroAddress) return { key: "removeGuardian", values: {} };
  return { key: "setGuardian", values: { guardian: account(guardian) } };
};

const setCap: Build = ([debtor, token, cap, isCapped]): Sentence => {
  const of = { debtor: account(debtor), token: account(token) };
  if (isCapped !== true) return { key: "liftCap", values: of };
  return { key: "setCap", values: { debtor: of.debtor, amount: amount(cap, token) } };
};

/** Of a law its name comes first, in bytes that zeros fill up. */
const addRuleSet: Build = ([rules]): Sentence => {
  const name = (rules as DecodedStruct | undefined)?.fields[0]?.value;
  return { key: "addRuleSet", values: { name: text(hexToString(trim(String(name) as Hex, { dir: "right" }))) } };
};

/** By contract and function. */
const ours: Readonly<Partial<Record<ContractKey, Readonly<Record<string, Build>>>>> = {
  market: { setFee: ([fee]) => ({ key: "setFee", values: { fee: bps(fee) } }) },
  credentials: {
    appointRegistrar: ([type, who, until]) => ({
      key: "appointRegistrar",
      values: { type: text(type), who: account(who), until: time(until) },
    }),
    dismissRegistrar: ([type, who]) => ({ key: "dismissRegistrar", values: { type: text(type), who: account(who) } }),
    appointMirror: ([mirror]) => ({ key: "appointMirror", values: { mirror: account(mirror) } }),
    dismissMirror: ([mirror]) => ({ key: "dismissMirror", values: { mirror: account(mirror) } }),
  },
  receivables: { setMaxTerm: ([term]) => ({ key: "setMaxTerm", values: { term: seconds(term) } }) },
  debtors: { setCap },
  ruleSets: { add: addRuleSet },
  easMirror: {
    mapSchema: ([schema, type]) => ({ key: "mapSchema", values: { schema: text(schema), type: text(type) } }),
    closeSchema: ([schema]) => ({ key: "closeSchema", values: { schema: text(schema) } }),
  },
  tallyGovernor: {
    setVotingDelay: ([delay]) => ({ key: "setVotingDelay", values: { delay: seconds(delay) } }),
    setVotingPeriod: ([period]) => ({ key: "setVotingPeriod", values: { period: seconds(period) } }),
    setProposalThreshold: ([power]) => ({ key: "setProposalThreshold", values: { power: tally(power) } }),
    setQuorums,
    setLateQuorumVoteExtension: ([extension]) => ({
      key: "setVoteExtension",
      values: { extension: seconds(extension) },
    }),
    setCoolDown: ([coolDown]) => ({ key: "setCoolDown", values: { coolDown: seconds(coolDown) } }),
    setProposalGuardian,
  },
  timelock: {
    setDelays: ([ordinary, critical]) => ({
      key: "setDelays",
      values: { ordinary: seconds(ordinary), critical: seconds(critical) },
    }),
    updateDelay: ([delay]) => ({ key: "updateDelay", values: { delay: seconds(delay) } }),
    setLimit: ([token, limit, window]) => ({
      key: "setLimit",
      values: { amount: amount(limit, token), window: seconds(window) },
    }),
    setCriticalTarget: ([target, isCritical]) => ({
      key: isCritical === true ? "setCritical" : "unsetCritical",
      values: { target: account(target) },
    }),
    spend: ([token, to, sum]) => ({ key: "spend", values: { amount: amount(sum, token), to: account(to) } }),
    allow: ([token, spender, sum]) => ({
      key: "allow",
      values: { amount: amount(sum, token), spender: account(spender) },
    }),
    grantRole: ([role, who]) => ({ key: "grantRole", values: { role: text(role), who: account(who) } }),
    revokeRole: ([role, who]) => ({ key: "revokeRole", values: { role: text(role), who: account(who) } }),
  },
  accessManager: {
    grantRole: ([role, who]) => ({ key: "grantAccess", values: { role: text(role), who: account(who) } }),
    updateAuthority: ([target, authority]) => ({
      key: "updateAuthority",
      values: { target: account(target), authority: account(authority) },
    }),
  },
  tallyToken: { mint: ([to, sum]) => ({ key: "mint", values: { amount: tally(sum), to: account(to) } }) },
  dividends: { deposit: ([token, sum]) => ({ key: "deposit", values: { amount: amount(sum, token) } }) },
};

/** Of any token. */
const tokens: Readonly<Record<string, Build>> = {
  "transfer(address,uint256)": ([to, sum], call) => ({
    key: "transfer",
    values: { amount: amount(sum, call.target), to: account(to) },
  }),
  "approve(address,uint256)": ([spender, sum], call) => ({
    key: "approve",
    values: { amount: amount(sum, call.target), spender: account(spender) },
  }),
};

/** The sentence that says what a call does. Calls that it carries have their own. */
export function sentenceOf(call: DecodedCall): Sentence {
  const args = call.args.map(({ value }) => value);
  const isWhole = call.limit !== "malformed" && call.functionName !== undefined;
  const known = call.key === undefined ? undefined : ours[call.key]?.[call.functionName ?? ""];
  const build = known ?? tokens[call.signature ?? ""];
  if (isWhole && build !== undefined) return build(args, call);
  const target = account(call.target);
  if (isWhole && call.nested.length > 0) {
    const count: SentenceValue = { kind: "count", count: call.nested.length };
    return { key: "carry", values: { target, function: text(call.functionName), count } };
  }
  if (call.raw === "0x") return { key: "sendEther", values: { amount: amount(call.value, zeroAddress), to: target } };
  if (isWhole) return { key: "call", values: { target, function: text(call.functionName) } };
  return { key: "callUnknown", values: { target, selector: text(call.raw.slice(0, 10)) } };
}

/** What of a sentence is looked up: names of accounts, and symbol and decimals of tokens. */
export interface Words {
  readonly nameOf?: ((address: Address) => string | undefined) | undefined;
  readonly tokenOf?:
    | ((token: Address) => { readonly symbol: string; readonly decimals: number } | undefined)
    | undefined;
}

/** A sentence in English. */
export function sentenceText({ key, values }: Sentence, words: Words = {}): string {
  return englishSentences[key].replace(/\{(\w+)\}/g, (place, name: string) => {
    const value = values[name];
    return value === undefined ? place : englishValue(value, words);
  });
}

function englishValue(value: SentenceValue, words: Words): string {
  switch (value.kind) {
    case "address":
      return words.nameOf?.(value.address) ?? value.address;
    case "amount":
      return amountText(value.amount, value.token, words);
    case "tally":
      return `${formatUnits(value.amount, 18)} TALLY`;
    case "bps":
      return `${formatUnits(value.bps, 2)} %`;
    case "seconds":
      return secondsText(value.seconds);
    case "time":
      return timeText(value.time);
    case "text":
      return value.text;
    case "count":
      return String(value.count);
  }
}

function amountText(sum: bigint, token: Address, { tokenOf }: Words): string {
  const known = token === zeroAddress ? { symbol: "ETH", decimals: 18 } : tokenOf?.(token);
  return known ? `${formatUnits(sum, known.decimals)} ${known.symbol}` : `${sum} base units of ${token}`;
}

function secondsText(seconds: bigint): string {
  for (const [unit, length] of [
    ["day", 86_400n],
    ["hour", 3_600n],
    ["minute", 60n],
  ] as const) {
    if (seconds !== 0n && seconds % length === 0n) return plural(seconds / length, unit);
  }
  return plural(seconds, "second");
}

function plural(count: bigint, unit: string): string {
  return `${count} ${unit}${count === 1n ? "" : "s"}`;
}

// Of the contracts: "for ever".
const FOR_EVER = 2n ** 40n - 1n;

function timeText(seconds: bigint): string {
  return seconds >= FOR_EVER ? "for ever" : `${new Date(Number(seconds) * 1_000).toISOString().slice(0, 16)}Z`;
}
