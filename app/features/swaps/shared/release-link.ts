import type { Hex } from "viem";
import { big, fields, fromJson, readable, signature, toJson, word } from "../../../lib/wire.ts";

/** A recipient's word that a lock may go back before its time. */
export interface Release {
  readonly id: Hex;
  /** Unix second until which it is good. */
  readonly deadline: bigint;
  readonly signature: Hex;
}

const prefix = "release=";

/** A word as it stands behind the hash of a link. */
export function releaseText(release: Release): string {
  return prefix + encodeURIComponent(toJson(release));
}

/** The word that a page's address hands over; undefined: none, or damaged. */
export function releaseIn(hash: string): Release | undefined {
  const text = hash.replace(/^#/, "");
  if (!text.startsWith(prefix)) return undefined;
  return readable(() => {
    const value = fields(fromJson(decoded(text.slice(prefix.length))));
    return {
      id: word(value["id"]).toLowerCase() as Hex,
      deadline: big(value["deadline"], 40),
      signature: signature(value["signature"]),
    };
  });
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}
