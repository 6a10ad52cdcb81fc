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

/** The identity family as it is deployed everywhere, and the timelock as a signer. */
export async function deployIdentity({ ethers, ignition, networkHelpers }: Connection): Promise<Identity> {
  const deployed = await ignition.deploy(fixture);
  const timelock = await deployed.timelock.getAddress();
  await networkHelpers.impersonateAccount(timelock);
  await networkHelpers.setBalance(timelock, 10n ** 20n);
  return {
    relay: deployed.relay as unknown as Relay,
    organisations: deployed.organisations as unknown as Organisations,
    credentials: deployed.credentials as unknown as Credentials,
    encryptionKeys: deployed.encryptionKeys as unknown as EncryptionKeys,
    dao: await ethers.getSigner(timelock),
    manager: await deployed.manager.getAddress(),
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
