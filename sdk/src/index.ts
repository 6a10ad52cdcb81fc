export {
  type BuiltManifest,
  buildManifest,
  type Description,
  type KeeperInfo,
  type ManifestInput,
  type UploadedSegment,
} from "./data/buildManifest.ts";
export { type Bytes, fromBase64Url, randomBytes, toBase64Url } from "./data/bytes.ts";
export { canonicalBytes, canonicalJson, type Json } from "./data/canonical.ts";
export { checkRawBlock, type FileCid, fileCid, isContentCid, rawCid, rawCidHash } from "./data/cid.ts";
export {
  type DecryptDatasetOptions,
  type DecryptedFile,
  decryptDataset,
  type EncryptDatasetOptions,
  encryptDataset,
  type SourceFile,
} from "./data/dataset.ts";
export { type DecryptOptions, decryptSegment } from "./data/decrypt.ts";
export { type EncryptedSegment, type EncryptOptions, encryptSegment, type SegmentSummary } from "./data/encrypt.ts";
export {
  chunkCount,
  cipherSize,
  MAX_CHUNKS,
  MAX_INLINE_LEAVES,
  MAX_MANIFEST_SIZE,
  MAX_SEGMENTS,
  RECORD_SIZE,
  TAG_SIZE,
} from "./data/format.ts";
export { type EncryptionKeyPair, keyPairFromSeed, randomSeed } from "./data/keyPair.ts";
export { keyCommitment, matchesCommitment, randomKey, segmentKey, versionCommitment } from "./data/keys.ts";
export type { Anchor, Column, Licence, Manifest, ManifestKeeper, ManifestSegment } from "./data/manifest.ts";
export { leafOf, merkleProof, merkleRoot, type ProofStep, verifyLeaves, verifyProof } from "./data/merkle.ts";
export { fileNameFault } from "./data/names.ts";
export { parseManifest, validateManifest } from "./data/parseManifest.ts";
export { combineShares, MAX_KEEPERS, splitKey } from "./data/shares.ts";
export { type AnchoredVersion, verifiedLeaves, verifyManifest } from "./data/verifyManifest.ts";
export { unwrapKey, type WrapKind, type WrapPlace, wrapInfo, wrapKey } from "./data/wraps.ts";
export {
  type ErrorCode,
  type ErrorDetails,
  isTallystickError,
  reasonOf,
  TallystickError,
  tallystickError,
} from "./errors.ts";
export { type Download, downloadBlock, downloadSegment } from "./gateway/download.ts";
export type { Fetch, HttpOptions } from "./gateway/http.ts";
export { type GatewayInfo, keeperInfo } from "./gateway/keeperInfo.ts";
export { keyRequestDigest, verifyReceipt } from "./gateway/receipt.ts";
export { type KeysRequest, type ReleasedKeys, requestKeys } from "./gateway/requestKeys.ts";
export {
  type DenialCode,
  denialCodes,
  GRANTED,
  gatewayDomain,
  type KeyRequest,
  keyRequestTypedData,
  keyRequestTypes,
  type Receipt,
  receiptTypedData,
  receiptTypes,
  type Upload,
  uploadTypedData,
  uploadTypes,
} from "./gateway/typedData.ts";
export {
  type Sign,
  type Stored,
  signUpload,
  type UploadOptions,
  uploadBlock,
  uploadContent,
} from "./gateway/upload.ts";
export {
  decodeKeyRequest,
  decodeReceipt,
  decodeUpload,
  encodeKeyRequest,
  encodeReceipt,
  encodeUpload,
  type Signed,
  UPLOAD_HEADER,
  type WireReceipt,
} from "./gateway/wire.ts";
export {
  deriveKeyPair,
  encryptionKeyPair,
  encryptionKeyTypedData,
  KEY_PURPOSE,
  type SeedStore,
  type SignTypedData,
  seedFromSignature,
  storedKeyPair,
} from "./identity/encryptionKeyPair.ts";
export {
  LOCAL_CHAIN_IDS,
  LOCAL_MNEMONIC,
  type Persona,
  type PersonaId,
  personaAccount,
  personaOf,
  personas,
} from "./local/personas.ts";
export {
  chainOf,
  type Deployment,
  deployed,
  type Environment,
  type Network,
  type NetworkId,
  networkOf,
  networks,
} from "./networks.ts";
export { version } from "./version.ts";
