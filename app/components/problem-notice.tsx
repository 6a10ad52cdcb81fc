"use client";

import { useProblemText } from "@/features/activity/problem";
import type { Problem } from "@/lib/tx/types";
import { Notice } from "./ui";

export function ProblemNotice(props: { problem: Problem | undefined; className?: string }) {
  const say = useProblemText();
  if (!props.problem) return null;
  return (
    <Notice tone="bad" role="alert" className={props.className ?? ""}>
      {say(props.problem)}
    </Notice>
  );
}
