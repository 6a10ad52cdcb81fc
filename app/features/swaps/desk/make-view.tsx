"use client";

import { useState } from "react";
import type { Address } from "viem";
import { Notice } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { OrderForm } from "./order-form";
import { OwnOrders } from "./own-orders";

/** An order of one's own: what one gives, what one wants for it, and one's orders so far. */
export function MakeView(props: { account: Address }) {
  const { account } = props;
  const { t } = useLanguage();
  const [posted, setPosted] = useState(0);
  return (
    <div className="grid gap-8">
      <div className="grid gap-4">
        <p className="text-muted">{t("swaps.makeLead")}</p>
        {posted > 0 ? (
          <Notice tone="good" role="status">
            {t("swaps.posted")}
          </Notice>
        ) : null}
        <OrderForm key={posted} account={account} onPosted={() => setPosted((count) => count + 1)} />
      </div>
      <OwnOrders account={account} />
    </div>
  );
}
