import type { Reader } from "@tallystick/sdk/chain/actor";
import { type Due, receivableDue, receivableStatus } from "@tallystick/sdk/instruments/receivableState";
import { type ReceivableTerms, receivableId } from "@tallystick/sdk/instruments/terms";
import type { ReceivableStatus } from "@tallystick/sdk/instruments/words";
import { deployed } from "@tallystick/sdk/networks";

/** What the chain says of terms. */
export interface ProvedTerms {
  readonly status: ReceivableStatus;
  readonly due: Due;
}

/**
 * Asks the contract for state and due of terms. It knows the hash of those that were registered and refuses all others,
 * so an answer proves every one of them.
 *
 * @returns null: these are not the terms that were registered under this id, or nothing was
 * @throws `ChainUnreachable`
 */
export async function proveTerms(reader: Reader, id: bigint, terms: ReceivableTerms): Promise<ProvedTerms | null> {
  const { network } = reader;
  if (receivableId(network.chainId, deployed(network).receivables, terms) !== id) return null;
  try {
    const status = await receivableStatus(reader, terms);
    if (status === "none") return null;
    return { status, due: await receivableDue(reader, terms) };
  } catch (error) {
    if ((error as { code?: unknown }).code === "Receivables_OtherTerms") return null;
    throw error;
  }
}
