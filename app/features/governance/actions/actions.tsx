"use client";

import dynamic from "next/dynamic";

/**
 * What a proposal's actions do: each as a sentence, decoded and raw, with what to beware of, and on demand what they would
 * change now. Loaded by itself: it knows every contract.
 */
export const Actions = dynamic(() => import("./action-list").then((module) => module.ActionList));
