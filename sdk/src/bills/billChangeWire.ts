import { type Address, getAddress, isAddressEqual } from "viem";
import { tallystickError } from "../errors.ts";
import {
  addressOf,
  type Fault,
  type Fields,
  flagOf,
  hashOf,
  integerOf,
  objectOf,
  signatureOf,
} from "../gateway/fields.ts";
import type { BillChange, ChangeSignature } from "./billChange.ts";
import { encodeLinks, encodeWireFace, faceIn, linksIn } from "./historyWire.ts";

// A change of a bill with who has signed it so far, as a JSON file that is handed around. It is a stranger's.

const FORMAT = "bill-change/1";

/** Most signatures that a file may have. */
const MOST = 1_000;

/** Where a change holds. */
export interface ChangePlace {
  readonly chainId: number;
  /** The `BillsChanges` contract. */
  readonly changes: Address;
}

/** A change, and who has signed it so far. */
export interface SignedChange {
  readonly change: BillChange;
  readonly signatures: readonly ChangeSignature[];
}

/** A change as JSON: large numbers in digits, kinds of links by name. */
export function encodeChange({ chainId, changes }: ChangePlace, { change, signatures }: SignedChange) {
  const { face, links, ...rest } = change;
  const next = "next" in change ? { next: encodeWireFace(change.next) } : {};
  const body = { ...rest, face: encodeWireFace(face), ...next, links: encodeLinks(links) };
  return { tallystick: FORMAT, chainId, changes, change: body, signatures };
}

/** A change in its JSON form. */
export type WireChange = ReturnType<typeof encodeChange>;

const fault: Fault = (field, reason) => tallystickError("TicketInvalid", { field: field.slice(0, 100), reason });

/**
 * Reads a change. It is checked for its form alone: whether those who are said to have signed it did is for
 * `isBillChangeSigned`, and whether the bill is still as it says for the contract.
 *
 * @param place where it must hold
 * @throws `TicketInvalid` with the field and the reason
 */
export function decodeChange({ chainId, changes }: ChangePlace, value: unknown): SignedChange {
  const fields = objectOf(value, "change", fault);
  if (fields.tallystick !== FORMAT) throw fault("tallystick", `"${FORMAT}" is needed`);
  const chain = integerOf(fields, "chainId", Number.MAX_SAFE_INTEGER, fault);
  if (chain !== chainId) throw fault("chainId", `it is for chain ${chain}, not ${chainId}`);
  const contract = addressOf(fields, "changes", fault);
  if (!isAddressEqual(contract, changes)) throw fault("changes", `it is for ${contract}, not ${changes}`);
  if (!Array.isArray(fields.signatures) || fields.signatures.length > MOST) {
    throw fault("signatures", `a list of at most ${MOST} is needed`);
  }
  return {
    change: changeIn(objectOf(fields.change, "change", fault)),
    signatures: fields.signatures.map((each: unknown, i) => {
      const signed = objectOf(each, `signatures[${i}]`, fault);
      return { signer: getAddress(addressOf(signed, "signer", fault)), signature: signatureOf(signed, fault) };
    }),
  };
}

function changeIn(fields: Fields): BillChange {
  const any = {
    face: faceIn(objectOf(fields.face, "face", fault), fault),
    isAccepted: flagOf(fields, "isAccepted", fault),
    links: linksIn(fields, fault),
    holder: getAddress(addressOf(fields, "holder", fault)),
    deadline: integerOf(fields, "deadline", 2 ** 40 - 1, fault),
  };
  const hash = (field: string) => hashOf(fields, field, fault);
  switch (fields.kind) {
    case "novation": {
      const own: Fault = (field, reason) => fault(`next.${field}`, reason);
      const next = faceIn(objectOf(fields.next, "next", fault), own);
      return { kind: "novation", ...any, next, version: hash("version") };
    }
    case "toPaper":
      if (any.links.length > 0) throw fault("links", "to paper none are signed");
      return { kind: "toPaper", ...any, paper: hash("paper"), version: hash("version") };
    case "fromPaper":
      return { kind: "fromPaper", ...any, paper: hash("paper") };
    default:
      throw fault("kind", "it is novation, toPaper or fromPaper");
  }
}
