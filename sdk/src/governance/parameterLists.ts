import type { Abi, Address, Hex } from "viem";
import type { Reader } from "../chain/actor.ts";
import { inOrder, logsSoFar } from "../chain/logs.ts";
import { readView } from "../chain/readView.ts";
import { accessManagerAbi } from "../generated/abis/AccessManager.ts";
import { credentialsAbi } from "../generated/abis/Credentials.ts";
import { debtorsAbi } from "../generated/abis/Debtors.ts";
import { treasuryAbi } from "../generated/abis/Treasury.ts";
import { deployed } from "../networks.ts";
import { tallyTokenOf, treasuryOf } from "./contracts.ts";
import { type ContractKey, type Family, parameters } from "./parameters.ts";

export type ListId =
  | "registrars"
  | "mirrors"
  | "schemas"
  | "caps"
  | "ruleSets"
  | "limits"
  | "criticalTargets"
  | "treasuryRoles"
  | "accessRoles"
  | "supply"
  | "payments"
  | "authorities"
  | "rounds";

/** What the DAO alone may do that has not one value: to any account, token or contract. */
export interface ParameterList {
  readonly id: ListId;
  readonly family: Family;
  readonly contract: ContractKey;
  /** Functions that change it. */
  readonly acts: readonly string[];
}

/** What the DAO alone does, beside setting `parameters`. */
export const parameterLists: readonly ParameterList[] = [
  { id: "registrars", family: "identity", contract: "credentials", acts: ["appointRegistrar", "dismissRegistrar"] },
  { id: "mirrors", family: "identity", contract: "credentials", acts: ["appointMirror", "dismissMirror"] },
  // Only where the chain has EAS.
  { id: "schemas", family: "identity", contract: "easMirror", acts: ["mapSchema", "closeSchema"] },
  { id: "caps", family: "instruments", contract: "debtors", acts: ["setCap"] },
  { id: "ruleSets", family: "instruments", contract: "ruleSets", acts: ["add"] },
  { id: "limits", family: "treasury", contract: "timelock", acts: ["setLimit"] },
  { id: "criticalTargets", family: "treasury", contract: "timelock", acts: ["setCriticalTarget"] },
  { id: "treasuryRoles", family: "treasury", contract: "timelock", acts: ["grantRole"] },
  { id: "payments", family: "treasury", contract: "timelock", acts: ["spend", "allow"] },
  { id: "supply", family: "token", contract: "tallyToken", acts: ["mint"] },
  { id: "rounds", family: "token", contract: "tallyToken", acts: ["openRound"] },
  { id: "accessRoles", family: "access", contract: "accessManager", acts: ["grantRole"] },
  { id: "authorities", family: "access", contract: "accessManager", acts: ["updateAuthority"] },
];

/** Every function that only the DAO may call, as "contract.function" by the deployment's names. */
export function daoActs(): readonly string[] {
  // OpenZeppelin's way to set the ordinary delay alone.
  const others = ["timelock.updateDelay"];
  const single = parameters.map(({ contract, act }) => `${contract}.${act}`);
  const listed = parameterLists.flatMap(({ contract, acts }) => acts.map((act) => `${contract}.${act}`));
  return [...new Set([...single, ...listed, ...others])].sort();
}

/** Bounds of what a list's acts take; `supply` is what there is. */
export interface ListBounds {
  /** Seconds of a spending limit. */
  readonly minWindow: bigint;
  readonly maxWindow: bigint;
  /** Base units of TallyToken. */
  readonly supply: bigint;
  readonly cap: bigint;
}

/**
 * Bounds that the contracts hold the lists to.
 *
 * @throws `NotDeployed`, `ChainUnreachable`
 */
export async function listBounds(reader: Reader): Promise<ListBounds> {
  const [treasury, token] = [treasuryOf(reader.network), tallyTokenOf(reader.network)];
  const [min, max, supply, cap] = await Promise.all([
    readView(reader, treasury, "MIN_WINDOW", []),
    readView(reader, treasury, "MAX_WINDOW", []),
    readView(reader, token, "totalSupply", []),
    readView(reader, token, "cap", []),
  ]);
  return { minWindow: BigInt(min), maxWindow: BigInt(max), supply, cap };
}

/** What the DAO has put on its lists, and not taken off: from the contracts' events. */
export interface DaoLists {
  readonly registrars: readonly { readonly type: Hex; readonly registrar: Address; readonly until: number }[];
  readonly mirrors: readonly Address[];
  /** What a debtor may have confirmed and not paid, in base units of the token. */
  readonly caps: readonly { readonly debtor: Address; readonly token: Address; readonly cap: bigint }[];
  /** Base units of the token (zero address: ether) within `window` seconds. */
  readonly limits: readonly { readonly token: Address; readonly amount: bigint; readonly window: number }[];
  readonly criticalTargets: readonly Address[];
  readonly treasuryRoles: readonly { readonly role: Hex; readonly account: Address }[];
  readonly accessRoles: readonly { readonly role: bigint; readonly account: Address }[];
}

interface Entry {
  readonly eventName: string;
  readonly args: Readonly<Record<string, unknown>>;
}

/**
 * Reads the lists of the DAO, in the order in which things were put on them.
 *
 * @throws `NotDeployed`, `ChainUnreachable`
 */
export async function readLists(reader: Reader): Promise<DaoLists> {
  const { credentials, debtors, timelock, accessManager } = deployed(reader.network);
  const [ofCredentials, ofDebtors, ofTreasury, ofManager] = await Promise.all([
    entriesOf(reader, credentials, credentialsAbi, /^(Registrar|Mirror)/),
    entriesOf(reader, debtors, debtorsAbi, /^CapSet$/),
    entriesOf(reader, timelock, treasuryAbi, /^(LimitSet|CriticalTargetSet|RoleGranted|RoleRevoked)$/),
    entriesOf(reader, accessManager, accessManagerAbi, /^(RoleGranted|RoleRevoked)$/),
  ]);
  return {
    registrars: standing(ofCredentials, "RegistrarAppointed", "RegistrarDismissed", [
      "credentialType",
      "registrar",
    ]).map(({ credentialType, registrar, until }) => ({
      type: credentialType as Hex,
      registrar: registrar as Address,
      until: Number(until),
    })),
    mirrors: standing(ofCredentials, "MirrorAppointed", "MirrorDismissed", ["mirror"]).map(
      ({ mirror }) => mirror as Address,
    ),
    caps: standing(ofDebtors, "CapSet", undefined, ["debtor", "token"])
      .filter(({ isCapped }) => isCapped === true)
      .map(({ debtor, token, cap }) => ({ debtor: debtor as Address, token: token as Address, cap: cap as bigint })),
    limits: standing(ofTreasury, "LimitSet", undefined, ["token"]).map(({ token, amount, window }) => ({
      token: token as Address,
      amount: amount as bigint,
      window: Number(window),
    })),
    // The treasury itself is always one.
    criticalTargets: [
      timelock,
      ...standing(ofTreasury, "CriticalTargetSet", undefined, ["target"])
        .filter(({ isCritical }) => isCritical === true)
        .map(({ target }) => target as Address),
    ],
    treasuryRoles: standing(ofTreasury, "RoleGranted", "RoleRevoked", ["role", "account"]).map(({ role, account }) => ({
      role: role as Hex,
      account: account as Address,
    })),
    accessRoles: standing(ofManager, "RoleGranted", "RoleRevoked", ["roleId", "account"]).map(
      ({ roleId, account }) => ({
        role: roleId as bigint,
        account: account as Address,
      }),
    ),
  };
}

async function entriesOf(reader: Reader, address: Address, whole: Abi, names: RegExp): Promise<readonly Entry[]> {
  const abi = whole.filter((item) => item.type === "event" && names.test(item.name));
  const logs = await logsSoFar(reader, "readLists", (fromBlock, toBlock) =>
    reader.client.getContractEvents({ address, abi, fromBlock, toBlock, strict: true }),
  );
  return inOrder(logs) as unknown as readonly Entry[];
}

/** What was put on by one event and not taken off by another since, the newest of each key. */
function standing(
  entries: readonly Entry[],
  on: string,
  off: string | undefined,
  keys: readonly string[],
): readonly Entry["args"][] {
  const found = new Map<string, Entry["args"]>();
  for (const { eventName, args } of entries) {
    const key = keys.map((each) => String(args[each])).join(" ");
    if (eventName === on) found.set(key, args);
    else if (eventName === off) found.delete(key);
  }
  return [...found.values()];
}
