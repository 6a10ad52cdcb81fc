"use client";

import { useCallback } from "react";
import { useLanguage } from "@/i18n/context";
import { problemSentence } from "@/i18n/problem";
import { explain } from "@/lib/tx/explain";
import type { Problem } from "@/lib/tx/types";

/** Says a problem, or anything thrown, in the person's language. */
export function useProblemText(): (error: unknown) => string {
  const { words, locale } = useLanguage();
  return useCallback(
    (error: unknown) => problemSentence(isProblem(error) ? error : explain(error, []), words, locale),
    [words, locale],
  );
}

function isProblem(value: unknown): value is Problem {
  return (
    typeof value === "object" && value !== null && "code" in value && "values" in value && !(value instanceof Error)
  );
}
