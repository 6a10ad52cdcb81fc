import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { bytesToHex, type Hex, zeroHash } from "viem";
import type { Actor } from "../../src/chain/actor.ts";
import { relayAct, signForwardRequest } from "../../src/chain/relay.ts";
import { send } from "../../src/chain/send.ts";
import { randomBytes } from "../../src/data/bytes.ts";
import { keyPairFromSeed, randomSeed } from "../../src/data/keyPair.ts";
import {
  appointRegistrar,
  attest,
  attestSigned,
  credentialOf,
  credentialType,
  dismissRegistrar,
  hasCredential,
  isRegistrar,
  renounceCredential,
  revokeCredential,
  signAttestation,
} from "../../src/identity/credentials.ts";
import { clearKey, keyOf, publishKey } from "../../src/identity/encryptionKeys.ts";
import {
  acceptOwnership,
  appoint,
  cancelOwnershipOffer,
  dismiss,
  dissolveOrganisation,
  hasRole,
  offerOwnership,
  organisationId,
  organisationOf,
  registerOrganisation,
  resign,
  roleOf,
  setProfile,
} from "../../src/identity/organisations.ts";
import { rolesIn, rolesWord } from "../../src/identity/roles.ts";
import { FOREVER } from "../../src/market/right.ts";
import { deployed } from "../../src/networks.ts";
import { addressOf, type TestChain, testChain, word } from "../support/chain.ts";
import { byDao } from "../support/dao.ts";
import { codeOf } from "../support/errors.ts";

describe("the identity client", () => {
  let chain: TestChain;
  let owner: Actor;
  let member: Actor;
  let other: Actor;

  before(async () => {
    chain = await testChain();
    [owner, member, other] = [chain.actor("climatologist"), chain.actor("analyst"), chain.actor("trader")];
  });
  after(() => chain.close());

  it("SDK-55 writes and reads organisations, members and roles", async () => {
    const { organisations } = deployed(chain.network);
    const { reader } = chain;
    const salt = bytesToHex(randomBytes(32));
    const org = organisationId(31337, organisations, addressOf(owner), salt);
    assert.equal((await organisationOf(reader, org)).status, "none");
    await send(owner, registerOrganisation(organisations, salt, zeroHash));
    assert.deepEqual(await organisationOf(reader, org), { owner: addressOf(owner), members: 0, status: "active" });
    await send(owner, setProfile(organisations, org, word(5)));
    const roles = rolesWord(["officer", "buyer"]) | (1n << 20n);
    await send(owner, appoint(organisations, org, addressOf(member), roles, FOREVER));
    assert.deepEqual(await roleOf(reader, org, addressOf(member)), { roles, expiry: FOREVER });
    assert.deepEqual(rolesIn(roles), ["officer", "buyer", 20]);
    assert.equal(await hasRole(reader, org, addressOf(member), rolesWord(["buyer"])), true);
    assert.equal(await hasRole(reader, org, addressOf(member), rolesWord(["auditor"])), false);
    // An officer gives what he may, and nothing more.
    await send(member, appoint(organisations, org, addressOf(other), rolesWord(["reader"]), FOREVER));
    assert.equal(
      await codeOf(send(member, appoint(organisations, org, addressOf(other), rolesWord(["officer"]), FOREVER))),
      "Organisations_OfficerProtected",
    );
    await send(other, resign(organisations, org));
    assert.deepEqual(await roleOf(reader, org, addressOf(other)), { roles: 0n, expiry: 0 });
    await send(owner, offerOwnership(organisations, org, addressOf(other)));
    await send(owner, cancelOwnershipOffer(organisations, org));
    assert.equal(await codeOf(send(other, acceptOwnership(organisations, org))), "Organisations_NotOfferedTo");
    await send(owner, offerOwnership(organisations, org, addressOf(other)));
    await send(other, acceptOwnership(organisations, org));
    await send(other, dismiss(organisations, org, addressOf(member)));
    await send(other, appoint(organisations, org, addressOf(member), 2n, FOREVER));
    await send(other, dissolveOrganisation(organisations, org, [addressOf(member)]));
    assert.equal((await organisationOf(reader, org)).status, "dissolved");
  });

  it("SDK-55 acts for a member who only signs", async () => {
    const { organisations, relay } = deployed(chain.network);
    const salt = bytesToHex(randomBytes(32));
    const signed = await signForwardRequest(owner, registerOrganisation(organisations, salt, zeroHash));
    await send(chain.actor("relayer"), relayAct(relay, signed));
    const org = organisationId(31337, organisations, addressOf(owner), salt);
    assert.equal((await organisationOf(chain.reader, org)).owner, addressOf(owner));
  });

  describe("credentials", () => {
    const type = credentialType("tallystick.researcher");
    let credentials: Hex;
    let registrar: Actor;

    before(async () => {
      ({ credentials } = deployed(chain.network));
      registrar = chain.actor("registrar");
      await byDao(chain, appointRegistrar(credentials, type, addressOf(registrar), FOREVER));
    });

    it("SDK-56 are attested, read, revoked and renounced", async () => {
      const { reader } = chain;
      assert.equal(await isRegistrar(reader, type, addressOf(registrar)), true);
      await send(registrar, attest(credentials, type, addressOf(member), FOREVER, word(9)));
      assert.equal(await hasCredential(reader, type, addressOf(member)), true);
      const found = await credentialOf(reader, type, addressOf(member));
      assert.deepEqual([found.registrar, found.expiry, found.status], [addressOf(registrar), FOREVER, "valid"]);
      await send(registrar, revokeCredential(credentials, type, addressOf(member)));
      assert.deepEqual(
        [
          await hasCredential(reader, type, addressOf(member)),
          (await credentialOf(reader, type, addressOf(member))).status,
        ],
        [false, "revoked"],
      );
      await send(registrar, attest(credentials, type, addressOf(member), FOREVER, zeroHash));
      await send(member, renounceCredential(credentials, type));
      assert.equal((await credentialOf(reader, type, addressOf(member))).status, "renounced");
      assert.equal(
        await codeOf(send(other, attest(credentials, type, addressOf(other), FOREVER, zeroHash))),
        "Credentials_NotRegistrar",
      );
    });

    it("SDK-56 are attested by a signature that anyone sends, once", async () => {
      const choice = { credentialType: type, subject: addressOf(other), expiry: FOREVER, evidence: word(1) };
      const signed = await signAttestation(registrar, choice);
      await send(member, attestSigned(credentials, signed));
      assert.equal(await hasCredential(chain.reader, type, addressOf(other)), true);
      assert.equal(await codeOf(send(member, attestSigned(credentials, signed))), "Credentials_StaleSignature");
      const { attestation, signature } = await signAttestation(registrar, choice);
      const forged = { attestation: { ...attestation, registrar: addressOf(other) }, signature };
      assert.equal(await codeOf(send(member, attestSigned(credentials, forged))), "Credentials_BadSignature");
    });

    it("SDK-56 come from nobody whom the DAO dismissed", async () => {
      await byDao(chain, dismissRegistrar(credentials, type, addressOf(registrar)));
      assert.equal(await isRegistrar(chain.reader, type, addressOf(registrar)), false);
      assert.equal(
        await codeOf(send(registrar, attest(credentials, type, addressOf(owner), FOREVER, zeroHash))),
        "Credentials_NotRegistrar",
      );
    });
  });

  it("SDK-57 publishes, replaces and clears an encryption key", async () => {
    const { encryptionKeys } = deployed(chain.network);
    const [first, second] = [await keyPairFromSeed(randomSeed()), await keyPairFromSeed(randomSeed())];
    assert.equal(await keyOf(chain.reader, addressOf(member)), undefined);
    await send(member, publishKey(encryptionKeys, first.publicKey));
    assert.deepEqual(await keyOf(chain.reader, addressOf(member)), { key: first.publicKey, validTo: FOREVER });
    await send(member, publishKey(encryptionKeys, second.publicKey));
    assert.equal((await keyOf(chain.reader, addressOf(member)))?.key, second.publicKey);
    await send(member, clearKey(encryptionKeys));
    assert.equal(await keyOf(chain.reader, addressOf(member)), undefined);
    assert.equal(await codeOf(send(member, clearKey(encryptionKeys))), "EncryptionKeys_NoKey");
  });
});
