"use client";

import { useEffect, useState } from "react";
import { type AskedProposal, askedIn } from "./sponsor-link";

/** The proposal that the page's address hands over behind its hash, for a sponsor. */
export function useProposalToSponsor(): AskedProposal | undefined {
  const [asked, setAsked] = useState<AskedProposal>();
  useEffect(() => {
    const look = () => setAsked(askedIn(window.location.hash));
    look();
    window.addEventListener("hashchange", look);
    return () => window.removeEventListener("hashchange", look);
  }, []);
  return asked;
}
