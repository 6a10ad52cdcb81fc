"use client";

import { useDeferredValue, useEffect, useRef, useState } from "react";

/**
 * The text of a search that stands in the page's address: what is typed goes there, and what gets there by other means, as
 * by a button or the browser's Back, stands in the field instead of what was typed.
 *
 * @param value what stands in the address
 * @param push puts another text there
 */
export function useSearchText(value: string, push: (text: string) => void) {
  const [text, setText] = useState(value);
  const query = useDeferredValue(text.trim());
  const known = useRef(value);
  useEffect(() => {
    if (value === known.current) return;
    known.current = value;
    setText(value);
  }, [value]);
  // By the text alone: what is older than the address must not be put back.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `push` is another one each time
  useEffect(() => {
    if (query === known.current) return;
    known.current = query;
    push(query);
  }, [query]);
  return [text, setText] as const;
}
