/** SPDX identifiers that suit data; any other can be typed. */
export const licences = [
  "CC0-1.0",
  "CC-BY-4.0",
  "CC-BY-SA-4.0",
  "CC-BY-NC-4.0",
  "CC-BY-NC-SA-4.0",
  "ODC-By-1.0",
  "ODbL-1.0",
  "PDDL-1.0",
  "CDLA-Permissive-2.0",
  "CDLA-Sharing-1.0",
] as const;
