/** Credential types that the pages name. Any name makes a type (its hash); these are offered as choices. */
export const credentialNames = [
  "researcher",
  "auditor",
  "regulator",
  "tallystick.bank",
  "tallystick.logistics",
] as const;
