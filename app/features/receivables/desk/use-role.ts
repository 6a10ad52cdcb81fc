"use client";

import { useEffect, useState } from "react";
import { type Role, roleIn } from "./desk-choice";

const place = "tallystick.receivables.role";

/** The part that the address names, or else the one that was chosen last in this browser. */
export function useRole(inAddress: Role | undefined): Role {
  const [kept, setKept] = useState<Role>("supplier");
  useEffect(() => {
    if (inAddress) window.localStorage.setItem(place, inAddress);
    else setKept(roleIn(window.localStorage.getItem(place)) ?? "supplier");
  }, [inAddress]);
  return inAddress ?? kept;
}
