import { bytesToHex, type Hex } from "viem";
import type { Actor } from "../chain/actor.ts";
import { explainError } from "../chain/explainError.ts";
import { type Confirmed, type SendOptions, send } from "../chain/send.ts";
import { randomBytes } from "../data/bytes.ts";
import { isTallystickError } from "../errors.ts";
import type { uploadTypedData } from "../gateway/typedData.ts";
import type { Sign } from "../gateway/upload.ts";
import { deployed } from "../networks.ts";
import { type RecordSetup, registerRecord } from "./consentActs.ts";
import { holdersHash, recordOf } from "./consents.ts";
import { type PreparedVersion, type Publication, preparerOf, prepareVersion } from "./prepare.ts";

/** A publication by the actor's own account. */
export type OwnPublication = Omit<Publication, "publisher" | "sign"> & SendOptions;

/** The publication of a data set, which may be made a record before it is anchored. */
export type FirstPublication = OwnPublication & {
  /** What the record is put under. Left out: the data set is sold by right alone. */
  readonly record?: RecordSetup | undefined;
};

export type Published = PreparedVersion & Confirmed;

/** Manifests that are made anew after somebody else took the hash of one. */
const RETRIES = 2;

/**
 * The whole way of a data set to the market: encrypts, uploads, anchors its first version and opens its offers. Whoever
 * watches pending transactions can publish the manifest's hash first: then the manifest is made anew, with another
 * hash, under the same id. A record takes one transaction more, after the upload: until then nothing is on the chain.
 *
 * @throws as `prepareDataset` and `send`
 */
export async function publishDataset(actor: Actor, { record, ...first }: FirstPublication): Promise<Published> {
  const publication = { ...first, salt: first.salt ?? bytesToHex(randomBytes(32)) };
  const prepare = await preparerOf(actor, asActor(actor, publication));
  for (let retries = 0; ; retries++) {
    const createdAt = retries === 0 ? publication.createdAt : undefined;
    const prepared = await prepare(createdAt ?? new Date());
    try {
      if (record !== undefined && retries === 0) await register(actor, prepared.dataset, publication.salt, record);
      return await anchor(actor, prepared, publication);
    } catch (error) {
      if (retries === RETRIES || !isTallystickError(error, "Datasets_ManifestTaken")) throw error;
    }
  }
}

/**
 * The same for the next version of a data set that the actor owns.
 *
 * @throws as `prepareVersion` and `send`
 */
export async function publishVersion(actor: Actor, dataset: bigint, publication: OwnPublication): Promise<Published> {
  const prepared = await prepareVersion(actor, dataset, asActor(actor, publication));
  return anchor(actor, prepared, publication);
}

/** Unless an earlier run with the same salt has: the chain says whether its holders were the same. */
async function register(actor: Actor, dataset: bigint, salt: Hex, record: RecordSetup): Promise<void> {
  const { consent } = deployed(actor.network);
  if ((await recordOf(actor, dataset))?.holdersHash === holdersHash(record.holders)) return;
  await send(actor, registerRecord(consent, salt, record));
}

async function anchor(actor: Actor, prepared: PreparedVersion, publication: OwnPublication): Promise<Published> {
  publication.onProgress?.({ step: "anchoring", segment: publication.files.length, plainBytes: 0 });
  return { ...prepared, ...(await send(actor, prepared.call, publication)) };
}

function asActor(actor: Actor, publication: OwnPublication): Publication {
  const { wallet, network } = actor;
  const { account } = wallet;
  const sign: Sign<ReturnType<typeof uploadTypedData>> = (typedData) =>
    wallet.signTypedData({ ...typedData, account }).catch((error: unknown) => {
      throw explainError(error, { act: "upload", account: account.address, network });
    });
  return { ...publication, publisher: account.address, sign };
}
