import { expect } from "chai";
import type { BaseContract, FunctionFragment, Interface, ParamType } from "ethers";
import hre, { network } from "hardhat";
import { keccak256, stringToBytes } from "viem";
import { type Deployed, deployAll } from "../../deploy/deploy.ts";
import { localA } from "../../deploy/parameters/local.ts";
import { sepolia } from "../../deploy/parameters/sepolia.ts";
import { daoActs } from "../../sdk/src/governance/parameterLists.ts";
import { personas } from "../../sdk/src/local/personas.ts";

type Connection = Awaited<ReturnType<typeof network.create>>;

const ZERO = `0x${"00".repeat(20)}`;
const ID = `0x${"00".repeat(32)}`;
const ANYBODY = `0x${"11".repeat(20)}`;
// Nobody's key outside of this test; the well-known ones are refused on the chain that is simulated below.
const OWN_KEY = keccak256(stringToBytes("tallystick test of the DAO's acts"));

/** A law for bills: name, days to present and answer, to protest and give notice, rates, bars, what it permits. */
const RULES = [`0x${"41".repeat(8)}`, 1n, 365n, 4n, 0n, 4n, 6n, 600n, 100n, 1_095n, 365n, 182n, 3n];

/** Contracts that the DAO steers, by their names in the SDK: their names in the deployment. */
const NAMES = {
  market: "Market",
  credentials: "Credentials",
  easMirror: "EasMirror",
  receivables: "Receivables",
  debtors: "Debtors",
  ruleSets: "RuleSets",
  tallyGovernor: "TallyGovernor",
  timelock: "TimelockController",
  tallyToken: "TallyToken",
  accessManager: "AccessManager",
} as const;

/** What is deployed under another name than its own. */
const ARTIFACTS: Readonly<Record<string, string>> = {
  TimelockController: "Treasury",
  EURX: "DemoToken",
  USDX: "DemoToken",
};

/** What can be changed after deployment, by family, with its bounds: nothing else can. */
const ACTS: Readonly<Record<string, readonly unknown[]>> = {
  "market.setFee: 0 to 500 basis points": [1n],
  "credentials.appointRegistrar: any account, until a time": [ID, ANYBODY, 1n],
  "credentials.dismissRegistrar": [ID, ANYBODY],
  "credentials.appointMirror": [ANYBODY],
  "credentials.dismissMirror": [ANYBODY],
  "easMirror.mapSchema: any schema to one type for good": [ID, `0x${"01".repeat(32)}`],
  "easMirror.closeSchema": [ID],
  "receivables.setMaxTerm: 30 to 3,650 days": [2_592_000n],
  "debtors.setCap: any debtor, token and amount": [ANYBODY, ANYBODY, 0n, true],
  "ruleSets.add: bounded rates and times, never changed after": [RULES],
  "tallyGovernor.setVotingDelay: 1 second to 30 days": [1n],
  "tallyGovernor.setVotingPeriod: 1 minute to 60 days": [60n],
  "tallyGovernor.setProposalThreshold: 0 to 5 % of the supply": [0n],
  "tallyGovernor.setQuorums: 1 % to 80 %, the critical one not lower": [100n, 100n],
  "tallyGovernor.setLateQuorumVoteExtension: 0 to 14 days": [0n],
  "tallyGovernor.setCoolDown: 0 to 365 days": [0n],
  "tallyGovernor.setProposalGuardian: any account, for 365 days": [ANYBODY],
  "timelock.setDelays: 1 minute to 30 days, the critical one not shorter": [60n, 60n],
  "timelock.updateDelay: as setDelays": [60n],
  "timelock.setLimit: any amount, 1 hour to 365 days": [ZERO, 0n, 3_600n],
  "timelock.setCriticalTarget: any but itself and the governor": [ANYBODY, true],
  "timelock.spend: within limits": [ZERO, ANYBODY, 0n],
  "timelock.allow: within limits": [ANYBODY, ANYBODY, 0n],
  "timelock.grantRole": [ID, ANYBODY],
  "tallyToken.mint: up to the cap": [ANYBODY, 1n],
  "tallyToken.openRound: by a dividend": [],
  "accessManager.grantRole": [0n, ANYBODY, 0n],
  "accessManager.updateAuthority": [ANYBODY, ANYBODY],
};

/** Refusals of who is not let, with what else they tell than the caller: none of them speaks of what was asked for. */
const REFUSALS: Readonly<Record<string, readonly [error: string, ...rest: unknown[]]>> = {
  market: ["AccessManagedUnauthorized"],
  credentials: ["AccessManagedUnauthorized"],
  easMirror: ["AccessManagedUnauthorized"],
  receivables: ["AccessManagedUnauthorized"],
  debtors: ["AccessManagedUnauthorized"],
  ruleSets: ["AccessManagedUnauthorized"],
  tallyGovernor: ["GovernorOnlyExecutor"],
  timelock: ["Treasury_OnlyItself"],
  "timelock.grantRole": ["AccessControlUnauthorizedAccount", ID],
  "tallyToken.mint": ["TallyToken_NotTreasury"],
  "tallyToken.openRound": ["TallyToken_NotDividends"],
  accessManager: ["AccessManagerUnauthorizedAccount", 0n],
};

/** The others that some are refused, or whose names sound like settings. */
const OTHER_ACTS: readonly string[] = [
  // A party's own.
  "BillsChanges.dismiss",
  "EncryptionKeys.setAttribute",
  "EncryptionKeys.setAttributeSigned",
  "Lots.setOperator",
  "Organisations.appoint",
  "Organisations.dismiss",
  "Organisations.setProfile",
  "Passes.mint",
  "Tabs.settle",
  "market.grant",
  "market.setApprovalForAll",
  // Its own recourse's and changes' alone.
  "Bills.setRest",
  "Bills.setState",
  // An instrument's own, for roots that it opened.
  "Lots.setMark",
  "Lots.setState",
  // The bank's that the debtor named.
  "debtors.setLimit",
  // The attester's and the registrar's; of others the DAO's alone.
  "credentials.revoke",
  // The AccessManager's, whose admin is the timelock alone (DEP-01), and what it calls.
  "accessManager.labelRole",
  "accessManager.revokeRole",
  "accessManager.setGrantDelay",
  "accessManager.setRoleAdmin",
  "accessManager.setRoleGuardian",
  "accessManager.setTargetAdminDelay",
  "accessManager.setTargetClosed",
  "accessManager.setTargetFunctionRole",
  "credentials.setAuthority",
  "debtors.setAuthority",
  "easMirror.setAuthority",
  "market.setAuthority",
  "receivables.setAuthority",
  "ruleSets.setAuthority",
  // What carries out proposals: the governor's at the timelock (DEP-02), and the timelock's through the governor.
  "tallyGovernor.relay",
  "timelock.cancel",
  "timelock.execute",
  "timelock.executeBatch",
  "timelock.executeTrack",
  "timelock.revokeRole",
  "timelock.schedule",
  "timelock.scheduleBatch",
];

/** Refusals of who has no role, by whatever contract. */
const ROLE_ERRORS = new Set([
  ...Object.values(REFUSALS).map(([error]) => error),
  "AccessManagerUnauthorizedCall",
  "AccessManagerUnauthorizedCancel",
  "AccessManagerUnauthorizedConsume",
  "OwnableUnauthorizedAccount",
  "TimelockUnauthorizedCaller",
]);

/** Names that sound like settings. */
const SETTING = /^(set|update|appoint|dismiss|grant|revokeRole|mint|pause|unpause|upgrade|transferOwnership)/;

interface Place {
  readonly name: string;
  readonly address: string;
  readonly interface: Interface;
}

async function placesOf({ ethers }: Connection, deployed: Deployed): Promise<Place[]> {
  return Promise.all(
    Object.entries(deployed).map(async ([name, address]) => {
      const contract: BaseContract = await ethers.getContractAt(ARTIFACTS[name] ?? name, address);
      return { name, address, interface: contract.interface };
    }),
  );
}

/** What a call is refused with, as the contract tells it; undefined: it is not. */
async function refusalOf({ provider }: Connection, from: string, to: Place, data: string) {
  try {
    await provider.request({ method: "eth_call", params: [{ from, to: to.address, data }, "latest"] });
    return undefined;
  } catch (error) {
    const returned = (error as { readonly data?: unknown }).data;
    const bytes = typeof returned === "string" ? returned : (returned as { readonly data?: string } | undefined)?.data;
    const told = bytes === undefined || bytes.length < 10 ? null : to.interface.parseError(bytes);
    return told === null ? { name: String(error), args: [] } : { name: told.name, args: [...told.args] };
  }
}

/** The emptiest value of a type. */
function nothing({ baseType, arrayLength, arrayChildren, components, type }: ParamType): unknown {
  if (baseType === "array") return Array.from({ length: Math.max(0, arrayLength ?? 0) }, () => nothing(arrayChildren!));
  if (baseType === "tuple") return components!.map(nothing);
  if (baseType === "address") return ZERO;
  if (baseType === "bool") return false;
  if (baseType === "string") return "";
  if (baseType === "bytes") return "0x";
  if (baseType.startsWith("bytes")) return `0x${"00".repeat(Number(type.slice(5)))}`;
  return 0n;
}

function actsOf({ interface: all }: Place): FunctionFragment[] {
  return all.fragments.filter(
    (each): each is FunctionFragment =>
      each.type === "function" && !["view", "pure"].includes((each as FunctionFragment).stateMutability),
  );
}

/** Acts of anything deployed that sound like settings, or that a stranger is refused for what he is. */
async function restrictedActs(connection: Connection, deployed: Deployed): Promise<string[]> {
  const keys = new Map<string, string>(Object.entries(NAMES).map(([key, name]) => [name, key]));
  const found = new Set<string>();
  for (const place of await placesOf(connection, deployed)) {
    for (const act of actsOf(place)) {
      const data = place.interface.encodeFunctionData(act, act.inputs.map(nothing));
      const refusal = await refusalOf(connection, ANYBODY, place, data);
      if (!SETTING.test(act.name) && !ROLE_ERRORS.has(refusal?.name ?? "")) continue;
      found.add(`${keys.get(place.name) ?? place.name}.${act.name}`);
    }
  }
  return [...found].sort();
}

const actName = (key: string) => key.split(":")[0]!;

describe("what the DAO alone decides", () => {
  it("GOV-70 leaves every parameter of every family to the DAO, each within its bounds", async () => {
    const local = await network.create();
    // The only contract that no local chain has is the mirror.
    const withEas = await network.create({
      network: "default",
      override: { chainId: sepolia.chainId, accounts: [{ privateKey: OWN_KEY, balance: 10n ** 20n }] },
    });
    const chains = [
      { connection: local, deployed: await deployAll(hre, local, localA) },
      { connection: withEas, deployed: await deployAll(hre, withEas, sepolia) },
    ];
    const scanned = new Set<string>();
    for (const { connection, deployed } of chains) {
      const places = new Map((await placesOf(connection, deployed)).map((place) => [place.name, place]));
      const signers = await connection.ethers.getSigners();
      const callers = [ANYBODY, ...signers.slice(0, personas.length).map(({ address }) => address)];
      for (const [key, args] of Object.entries(ACTS)) {
        const [contract, act] = actName(key).split(".") as [keyof typeof NAMES, string];
        const place = places.get(NAMES[contract]);
        if (place === undefined) {
          expect(contract).to.equal("easMirror");
          continue;
        }
        const data = place.interface.encodeFunctionData(act, args);
        const [name, ...rest] = REFUSALS[`${contract}.${act}`] ?? REFUSALS[contract]!;
        for (const caller of callers) {
          const refusal = await refusalOf(connection, caller, place, data);
          const who = connection.ethers.getAddress(caller);
          expect(refusal, `${key} by ${caller}`).to.deep.equal({ name, args: [who, ...rest] });
        }
      }
      for (const act of await restrictedActs(connection, deployed)) scanned.add(act);
    }
    expect(chains[1]!.deployed).to.have.property("EasMirror");
    // Contracts with an owner, an admin or a pause would show it here.
    const listed = Object.keys(ACTS).map(actName).sort();
    expect([...scanned].sort()).to.deep.equal([...listed, ...OTHER_ACTS].sort());
    // The SDK, and with it the dApp, knows each of them.
    expect(listed).to.deep.equal(daoActs());
    for (const { connection } of chains) await connection.close();
  });
});
