"use client";

import { useRouter, useSearchParams } from "next/navigation";
import { startTransition, useOptimistic } from "react";

export type Go = (change: Readonly<Record<string, string>>) => void;

/** What is chosen on a page stands in its address; any change of it begins at the first page. */
export function useInAddress(path: string): { readonly parameters: URLSearchParams; readonly go: Go } {
  const router = useRouter();
  // The address follows a moment later; until then the page shows, and builds on, what was chosen.
  const [shown, show] = useOptimistic(useSearchParams().toString());
  const go: Go = (change) => {
    const next = new URLSearchParams(shown);
    if (!("page" in change)) next.delete("page");
    for (const [key, value] of Object.entries(change)) value ? next.set(key, value) : next.delete(key);
    startTransition(() => {
      show(next.toString());
      router.replace(`${path}?${next}`, { scroll: "page" in change });
    });
  };
  return { parameters: new URLSearchParams(shown), go };
}
