"use client";

import { useEffect, useState } from "react";

/** What stands behind the hash of the page's address, with it; "" until the page stands. */
export function useHash(): string {
  const [hash, setHash] = useState("");
  useEffect(() => {
    const look = () => setHash(window.location.hash);
    look();
    window.addEventListener("hashchange", look);
    return () => window.removeEventListener("hashchange", look);
  }, []);
  return hash;
}
