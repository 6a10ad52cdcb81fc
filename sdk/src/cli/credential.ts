import { type Hex, isHex } from "viem";
import { credentialType } from "../identity/credentials.ts";

/** The credential type that was named, by its name or as the word itself. */
export function credentialNamed(text: string): Hex {
  return isHex(text) && text.length === 66 ? text : credentialType(text);
}
