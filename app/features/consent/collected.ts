import { type Hex, numberToHex } from "viem";
import { type HolderSigned, holderSignedIn } from "@/lib/consent-wire";
import { ActError } from "@/lib/tx/types";
import { toJson } from "@/lib/wire";

/** What holders of a record have signed so far, as the collecting server has it: the contract checks each again. */
export async function collectedFor(chainId: number, dataset: bigint): Promise<readonly HolderSigned[]> {
  const id: Hex = numberToHex(dataset, { size: 32 });
  const response = await fetch(`/api/consents?chainId=${chainId}&dataset=${id}`).catch(() => undefined);
  if (!response?.ok) throw new ActError({ code: "consent_down", values: {} });
  const { signatures } = (await response.json()) as { signatures?: unknown };
  const rows = Array.isArray(signatures) ? signatures : [];
  return rows
    .map((row: { subject?: object } | null) => holderSignedIn({ ...row?.subject, ...row }))
    .filter((signed) => signed !== undefined);
}

/** Hands a signature to the collecting server. */
export async function handIn(chainId: number, signed: HolderSigned): Promise<void> {
  const response = await fetch("/api/consents", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: toJson({ chainId, ...signed }),
  }).catch(() => undefined);
  if (!response) throw new ActError({ code: "consent_down", values: {} });
  if (response.ok) return;
  const { code, values } = (await response.json().catch(() => ({}))) as {
    code?: string;
    values?: Record<string, string>;
  };
  throw new ActError({ code: code ? `consent_${code}` : "consent_down", values: values ?? {} });
}
