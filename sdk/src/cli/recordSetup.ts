import { zeroHash } from "viem";
import { type RecordSetup, sortedHolders } from "../market/consentActs.ts";
import { credentialNamed } from "./credential.ts";
import { UsageError } from "./exitCode.ts";
import { accountArgument, limitedDuration, listArgument, numberArgument } from "./options.ts";

/** Options that say who the key holders of a record are, and how many of them must consent. */
export const holderOptions = {
  holder: { type: "string", multiple: true },
  threshold: { type: "string" },
} as const;

/** Options that say what a data set is put under that becomes a record. */
export const recordOptions = {
  ...holderOptions,
  emergency: { type: "string" },
  "emergency-time": { type: "string" },
  "also-right": { type: "boolean", default: false },
} as const;

/** The holders that were named, in the order that records want; all of them must consent unless fewer were said. */
export function holdersFrom(values: {
  readonly holder?: readonly string[];
  readonly threshold?: string;
}): Pick<RecordSetup, "holders" | "threshold"> {
  const holders = sortedHolders(listArgument(values.holder).map((each) => accountArgument(each, "holder")));
  if (holders.length === 0) throw new UsageError("--holder is needed, once for each key holder.");
  const threshold = values.threshold === undefined ? holders.length : numberArgument(values.threshold, "threshold", 1);
  if (threshold > holders.length)
    throw new UsageError(`--threshold "${threshold}": there are ${holders.length} holders.`);
  return { holders, threshold };
}

/** What the options make of a record. */
export function setupFrom(values: {
  readonly holder?: readonly string[];
  readonly threshold?: string;
  readonly emergency?: string;
  readonly "emergency-time"?: string;
  readonly "also-right": boolean;
}): RecordSetup {
  const { emergency, "emergency-time": time } = values;
  if (emergency === undefined && time !== undefined) throw new UsageError("--emergency-time needs --emergency.");
  const seconds = emergency === undefined ? 0 : limitedDuration(time ?? "24h", "emergency-time", "an emergency");
  return {
    ...holdersFrom(values),
    emergencyCredential: emergency === undefined ? zeroHash : credentialNamed(emergency),
    emergencySeconds: seconds,
    alsoRight: values["also-right"],
  };
}
