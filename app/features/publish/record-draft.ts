import { credentialType } from "@tallystick/sdk/identity/credentials";
import { type RecordSetup, sortedHolders } from "@tallystick/sdk/market/consentActs";
import { zeroHash } from "viem";
import { accountsOf } from "../market/policy-draft.ts";

/** A record's key holders and emergency, as a form holds them. */
export interface RecordDraft {
  readonly holders: string;
  readonly threshold: string;
  /** Name of the credential that may break the glass; empty: nobody. */
  readonly emergency: string;
  readonly hours: string;
  readonly alsoRight: boolean;
}

export const emptyRecord: RecordDraft = {
  holders: "",
  threshold: "1",
  emergency: "",
  hours: "24",
  alsoRight: false,
};

const mostHolders = 16;
const mostHours = 72;

export type RecordFault = "holders" | "threshold" | "hours";

export function recordFaults(draft: RecordDraft): readonly RecordFault[] {
  const faults: RecordFault[] = [];
  const { accounts, strange } = accountsOf(draft.holders);
  if (accounts.length === 0 || accounts.length > mostHolders || strange.length > 0) faults.push("holders");
  const threshold = /^\d{1,2}$/.test(draft.threshold.trim()) ? Number(draft.threshold) : 0;
  if (threshold < 1 || threshold > Math.max(1, accounts.length)) faults.push("threshold");
  const hours = /^\d{1,2}$/.test(draft.hours.trim()) ? Number(draft.hours) : 0;
  if (draft.emergency.trim() !== "" && (hours < 1 || hours > mostHours)) faults.push("hours");
  return faults;
}

/** The setup of a draft without faults. */
export function setupOfDraft(draft: RecordDraft): RecordSetup {
  const emergency = draft.emergency.trim();
  return {
    holders: sortedHolders(accountsOf(draft.holders).accounts),
    threshold: Number(draft.threshold),
    emergencyCredential: emergency === "" ? zeroHash : credentialType(emergency),
    emergencySeconds: emergency === "" ? 0 : Number(draft.hours) * 3_600,
    alsoRight: draft.alsoRight,
  };
}
