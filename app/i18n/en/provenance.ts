export const provenance = {
  title: "Provenance",
  first: "First published",
  handed: "Handed over",
  now: "Owner now",
  block: "block {n}",
  manifests: "Manifests",
  verified:
    "{n} version on record; the manifest of version {version} was verified here|{n} versions on record; the manifest of version {version} was verified here",
  unverified: "could not be fetched and verified now",
  keepers: "Keepers of the key ({threshold} of {n} needed)",
  publisherKeeps: "Publisher and owner",
  same: "are the same account",
  differs: "are different accounts; the publisher kept a copy of the key",
} as const;
