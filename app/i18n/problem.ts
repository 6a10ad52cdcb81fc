import type { Problem } from "../lib/tx/types.ts";
import type { Dictionary, Locale } from "./dictionary.ts";
import { fill, lookup } from "./translate.ts";

/** The sentence of a problem; an error without one of its own is named, with its values, rather than hidden. */
export function problemSentence(problem: Problem, words: Dictionary, locale: Locale): string {
  const own = lookup(words, `problem.${problem.code}`);
  if (own) return fill(own, spoken(problem, words), locale);
  return fill(words.problem.unknown, { detail: problem.detail ?? problem.code }, locale);
}

/** Keepers say by a code why they refuse, and files of secrets have one for what is wrong: its sentence stands in its place. */
function spoken({ code, values }: Problem, words: Dictionary): Problem["values"] {
  const reason = values["reason"] ?? "";
  const key = { KeysDenied: `denied_${reason}`, SecretFileInvalid: `secretFile_${values["fault"]}` }[code];
  return key === undefined ? values : { ...values, reason: lookup(words, `problem.${key}`) ?? reason };
}
