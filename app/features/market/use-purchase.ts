"use client";

import { approve, buy as buyCall, submitOrder } from "@tallystick/sdk/market/buying";
import { prepareOrder } from "@tallystick/sdk/market/order";
import { allowanceOf } from "@tallystick/sdk/market/token";
import { useCallback, useState } from "react";
import type { Address } from "viem";
import { useConfig } from "wagmi";
import { signTypedData } from "wagmi/actions";
import { shortAddress } from "@/lib/format";
import { useContracts, useReader } from "@/lib/reader";
import { act } from "@/lib/tx/act";
import { explain } from "@/lib/tx/explain";
import { mustBe } from "@/lib/tx/must-be";
import type { Problem, Text } from "@/lib/tx/types";
import type { DatasetView, OfferView } from "./use-dataset";

export type Payment = "signature" | "transaction";
type State = "idle" | "signing" | "sending" | "done";

/** Buys for a reader: by one signature that the relayer sends, or by transactions of one's own. */
export function usePurchase(subject: { view: DatasetView; offer: OfferView; payer: Address }) {
  const { view, offer, payer } = subject;
  const { terms } = offer;
  const config = useConfig();
  const reader = useReader();
  const { market } = useContracts();
  const [state, setState] = useState<State>("idle");
  const [problem, setProblem] = useState<Problem>();

  const buy = useCallback(
    async (recipient: Address, payment: Payment) => {
      const { chainId } = reader.network;
      const own = recipient.toLowerCase() === payer.toLowerCase();
      const title: Text = own
        ? { key: "tx.buy", values: { title: view.title } }
        : { key: "tx.gift", values: { title: view.title, reader: shortAddress(recipient) } };
      setProblem(undefined);
      setState("signing");
      try {
        if (payment === "signature") {
          const { order, typedData } = await prepareOrder(reader, { terms, payer, reader: recipient });
          mustBe(config, { account: payer, chainId });
          const signature = await signTypedData(config, { ...typedData, account: payer });
          setState("sending");
          const { relay } = await import("@/lib/tx/relay");
          const signed = { ...order, signature };
          await relay(config, { chainId, title, kind: "order", signed, call: submitOrder(market, signed) });
        } else {
          const missing = terms.price > 0n && (await allowanceOf(reader, terms.token, payer, market)) < terms.price;
          const calls = [
            ...(missing ? [approve(terms.token, market, terms.price)] : []),
            buyCall(market, { terms, reader: recipient }),
          ];
          await act(config, { title, chainId, account: payer, calls });
        }
        setState("done");
      } catch (error) {
        setProblem(explain(error, []));
        setState("idle");
      }
    },
    [config, reader, market, payer, terms, view.title],
  );
  return { buy, state, problem };
}
