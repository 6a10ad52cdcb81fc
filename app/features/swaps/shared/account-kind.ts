/** Whether an account is a key, a contract on both chains, or one on one of them alone: what is paid on the other may be lost. */
export type AccountKind = "key" | "contract" | "half";

/** The kind, by whether there is a contract at the account's address on each of the chains. */
export function accountKindOf(isContractOn: readonly boolean[]): AccountKind {
  if (!isContractOn.includes(true)) return "key";
  return isContractOn.includes(false) ? "half" : "contract";
}
