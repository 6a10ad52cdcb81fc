"use client";

import type { SignedOrder } from "@tallystick/sdk/swaps/order";
import { useOrders } from "../desk/use-orders";
import { notedOrders } from "./order-notes";

/** Orders by which a swap can be checked: those that this browser noted, and those that are listed. */
export function useKnownOrders(): readonly SignedOrder[] {
  const { data } = useOrders();
  return [...notedOrders(localStorage), ...(data ?? []).map(({ signed }) => signed)];
}
