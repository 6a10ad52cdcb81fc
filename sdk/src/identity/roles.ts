/**
 * Roles that Tallystick's pages name. The contract knows bit 0 alone: officer. The others are a convention that an
 * organisation may follow; bits from 16 on are its own.
 */
export const roleBits = {
  officer: 0,
  publisher: 1,
  buyer: 2,
  reader: 3,
  signer: 4,
  auditor: 5,
  treasurer: 6,
} as const;

export type RoleName = keyof typeof roleBits;

/** Word with the bits of these roles. */
export function rolesWord(names: readonly RoleName[]): bigint {
  return names.reduce((word, name) => word | (1n << BigInt(roleBits[name])), 0n);
}

/** Roles in a word; bits without a name are given by number. */
export function rolesIn(word: bigint): readonly (RoleName | number)[] {
  const names = new Map<number, RoleName>(Object.entries(roleBits).map(([name, bit]) => [bit, name as RoleName]));
  return Array.from({ length: 216 }, (_, bit) => bit)
    .filter((bit) => (word >> BigInt(bit)) & 1n)
    .map((bit) => names.get(bit) ?? bit);
}
