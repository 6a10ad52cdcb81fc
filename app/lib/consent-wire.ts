import type { ConsentRequest, HoldersChange } from "@tallystick/sdk/market/consentMessages";
import type { Address, Hex } from "viem";
import { account, big, fields, int, readable, signature, yes } from "./wire.ts";

/** What a holder signed, as it travels to and from the server that collects it. */
export type Signable =
  | { readonly kind: "consent"; readonly request: ConsentRequest }
  | { readonly kind: "holders"; readonly change: HoldersChange };

export type HolderSigned = Signable & { readonly holder: Address; readonly signature: Hex };

/** As many holders as a record may have. */
const mostHolders = 16;

export function requestIn(value: unknown): ConsentRequest {
  const request = fields(value);
  return {
    dataset: big(request["dataset"], 256),
    reader: account(request["reader"]),
    purpose: int(request["purpose"], 16),
    segments: int(request["segments"], 32),
    fromVersion: int(request["fromVersion"], 16),
    laterVersions: yes(request["laterVersions"]),
    until: int(request["until"], 40),
    serial: int(request["serial"], 32),
    epoch: int(request["epoch"], 16),
    deadline: int(request["deadline"], 40),
  };
}

function changeIn(value: unknown): HoldersChange {
  const change = fields(value);
  const holders = Array.isArray(change["holders"]) ? change["holders"].slice(0, mostHolders + 1).map(account) : [];
  return {
    dataset: big(change["dataset"], 256),
    holders,
    // More than can be is nothing that anybody could have signed for use.
    threshold: int(holders.length > mostHolders ? undefined : change["threshold"], 8),
    epoch: int(change["epoch"], 16),
    deadline: int(change["deadline"], 40),
  };
}

/** What somebody says a holder signed; undefined when it is nothing of the kind. */
export function holderSignedIn(value: unknown): HolderSigned | undefined {
  return readable(() => {
    const outer = fields(value);
    const by = { holder: account(outer["holder"]), signature: signature(outer["signature"]) };
    if (outer["kind"] === "holders") return { kind: "holders" as const, change: changeIn(outer["change"]), ...by };
    return { kind: "consent" as const, request: requestIn(outer["request"]), ...by };
  });
}

export function datasetOf(signed: Signable): bigint {
  return signed.kind === "consent" ? signed.request.dataset : signed.change.dataset;
}

export function deadlineOf(signed: Signable): number {
  return signed.kind === "consent" ? signed.request.deadline : signed.change.deadline;
}
