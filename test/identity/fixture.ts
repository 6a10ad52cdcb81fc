import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";
import type { NetworkConnection } from "hardhat/types/network";
import identityModule from "../../deploy/modules/identity.ts";
import sharedModule from "../../deploy/modules/shared.ts";
import type { Credentials } from "../../types/contracts/identity/Credentials.ts";
import type { EncryptionKeys } from "../../types/contracts/identity/EncryptionKeys.ts";
import type { Organisations } from "../../types/contracts/identity/Organisations.ts";
import type { Relay } from "../../types/contracts/shared/Relay.ts";

export type Connection = NetworkConnection<string>;

export const FOREVER = 2n ** 40n - 1n;

export type Identity = {
  readonly relay: Relay;
  readonly organisations: Organisations;
  readonly credentials: Credentials;
  readonly encryptionKeys: EncryptionKeys;
  /** The AccessManager's admin. */
  readonly dao: HardhatEthersSigner;
  readonly manager: string;
};

const fixture = buildModule("IdentityFixture", (m) => ({
  ...m.useModule(sharedModule),
  ...m.useModule(identityModule),
}));

/** The admin of an AccessManager, the timelock of the deployment, as a signer. */
export async function daoOf({ ethers, networkHelpers }: Connection, manager: string): Promise<HardhatEthersSigner> {
  const contract = await ethers.getContractAt("AccessManager", manager);
  const [granted] = await contract.queryFilter(contract.filters.RoleGranted(0n));
  const admin: string = granted?.args.account ?? ethers.ZeroAddress;
  await networkHelpers.impersonateAccount(admin);
  await networkHelpers.setBalance(admin, 10n ** 20n);
  return ethers.getSigner(admin);
}

/** The identity family as it is deployed everywhere. */
export async function deployIdentity(connection: Connection): Promise<Identity> {
  const { relay, manager, organisations, credentials, encryptionKeys } = await connection.ignition.deploy(fixture);
  const managerAddress = await manager.getAddress();
  return {
    relay: relay as unknown as Relay,
    organisations: organisations as unknown as Organisations,
    credentials: credentials as unknown as Credentials,
    encryptionKeys: encryptionKeys as unknown as EncryptionKeys,
    dao: await daoOf(connection, managerAddress),
    manager: managerAddress,
  };
}

/** Storage slots of a contract that a view reads: found by executing it with a tracer. */
export async function slotsRead({ ethers }: Connection, to: string, data: string): Promise<number> {
  const touched: Record<string, { storage?: Record<string, string> }> = await ethers.provider.send("debug_traceCall", [
    { to, data },
    "latest",
    { tracer: "prestateTracer" },
  ]);
  return Object.keys(touched[to.toLowerCase()]?.storage ?? {}).length;
}
