import { callOf } from "@tallystick/sdk/chain/call";
import type { Bytes } from "@tallystick/sdk/data/bytes";
import { canonicalBytes } from "@tallystick/sdk/data/canonical";
import { keeperInfo } from "@tallystick/sdk/gateway/keeperInfo";
import { signUpload, uploadBlock } from "@tallystick/sdk/gateway/upload";
import { demoTokenAbi } from "@tallystick/sdk/generated/abis/DemoToken";
import { attest, credentialType, revokeCredential } from "@tallystick/sdk/identity/credentials";
import { publishKey } from "@tallystick/sdk/identity/encryptionKeys";
import { appoint, organisationId, registerOrganisation } from "@tallystick/sdk/identity/organisations";
import { type RoleName, rolesWord } from "@tallystick/sdk/identity/roles";
import type { PersonaId } from "@tallystick/sdk/local/personas";
import { type Hex, sha256 } from "viem";
import { saltOf, type World } from "./world.ts";

const FOR_EVER = 2 ** 40 - 1;

export const RESEARCHER = credentialType("researcher");
/** A public authority: may break the glass of the record in an emergency. */
export const REGULATOR = credentialType("regulator");

/** Takes play money from the faucet. */
export async function takeMoney(world: World, ids: readonly PersonaId[]): Promise<void> {
  for (const id of ids) {
    await world.act(id, callOf(world.at.eurx, demoTokenAbi, "faucet", [world.address(id)]));
  }
}

export async function publishKeys(world: World, ids: readonly PersonaId[]): Promise<void> {
  for (const id of ids) {
    const { publicKey } = await world.keyPair(id);
    await world.act(id, publishKey(world.at.encryptionKeys, publicKey));
  }
}

interface Member {
  readonly id: PersonaId;
  readonly roles: readonly RoleName[];
  /** Day on which the roles end; left out: never. */
  readonly until?: number;
}

/** Uploads a block that everybody may read; its CID. */
export async function leaveAtGateway(world: World, id: PersonaId, block: Bytes): Promise<string> {
  const { chainId, gateway, at } = world;
  const { wallet } = world.actor(id);
  const keeper = await keeperInfo(gateway, { chainId, market: at.market });
  const pass = await signUpload(chainId, at.market, world.address(id), keeper.address, (typedData) =>
    wallet.signTypedData({ ...typedData, account: wallet.account }),
  );
  const { cid } = await uploadBlock(gateway, pass, block);
  return cid;
}

/** Founds an organisation with a profile at the gateway, and appoints its members. */
export async function foundOrganisation(
  world: World,
  founder: PersonaId,
  profile: { readonly name: string; readonly about: string },
  members: readonly Member[],
): Promise<Hex> {
  const { chainId, at } = world;
  const account = world.address(founder);
  const document = canonicalBytes({ tallystick: "profile/1", ...profile });
  await leaveAtGateway(world, founder, document);
  const salt = saltOf(profile.name);
  await world.act(founder, registerOrganisation(at.organisations, salt, sha256(document)));
  const org = organisationId(chainId, at.organisations, account, salt);
  for (const { id, roles, until } of members) {
    const expiry = until === undefined ? FOR_EVER : world.timeOf(until);
    await world.act(founder, appoint(at.organisations, org, world.address(id), rolesWord(roles), expiry));
  }
  return org;
}

/** The registrar attests what somebody is, until a day; a researcher, where nothing else is said. */
export async function accredit(world: World, id: PersonaId, until: number, type = RESEARCHER): Promise<void> {
  const subject = world.address(id);
  const evidence = saltOf(`letter of appointment of ${id}`);
  await world.act("registrar", attest(world.at.credentials, type, subject, world.timeOf(until), evidence));
}

export async function withdrawAccreditation(world: World, id: PersonaId): Promise<void> {
  await world.act("registrar", revokeCredential(world.at.credentials, RESEARCHER, world.address(id)));
}
