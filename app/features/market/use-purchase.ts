"use client";

import { approve, buy as buyCall, buyWithPermit, submitOrder } from "@tallystick/sdk/market/buying";
import type { Rail } from "@tallystick/sdk/market/quotes";
import type { Terms } from "@tallystick/sdk/market/terms";
import { allowanceOf } from "@tallystick/sdk/market/token";
import { useCallback, useState } from "react";
import type { Address, Hex, TypedDataDefinition } from "viem";
import { useConfig } from "wagmi";
import { signTypedData } from "wagmi/actions";
import { shortAddress } from "@/lib/format";
import { useContracts, useReader } from "@/lib/reader";
import { act } from "@/lib/tx/act";
import { explain } from "@/lib/tx/explain";
import { mustBe } from "@/lib/tx/must-be";
import type { Call, Problem, Text } from "@/lib/tx/types";
import type { DatasetView, OfferView } from "./use-dataset";

type State = "idle" | "signing" | "sending" | "done";

interface Choice {
  readonly terms: Terms;
  readonly reader: Address;
  readonly evidence: Hex;
}

/** Buys for a reader, on the rail that the payer chose. */
export function usePurchase(subject: { view: DatasetView; offer: OfferView; payer: Address }) {
  const { view, offer, payer } = subject;
  const { terms } = offer;
  const config = useConfig();
  const reader = useReader();
  const { market, desk } = useContracts();
  const [state, setState] = useState<State>("idle");
  const [problem, setProblem] = useState<Problem>();

  const buy = useCallback(
    async (recipient: Address, rail: Rail, evidence: Hex) => {
      const { chainId } = reader.network;
      const choice: Choice = { terms, reader: recipient, evidence };
      const own = recipient.toLowerCase() === payer.toLowerCase();
      const title: Text = own
        ? { key: "tx.buy", values: { title: view.title } }
        : { key: "tx.gift", values: { title: view.title, reader: shortAddress(recipient) } };
      const sign = (typedData: unknown) => {
        mustBe(config, { account: payer, chainId });
        return signTypedData(config, { ...(typedData as TypedDataDefinition), account: payer });
      };
      const allowed = async (): Promise<readonly Call[]> => {
        const missing = terms.price > 0n && (await allowanceOf(reader, terms.token, payer, market)) < terms.price;
        return [...(missing ? [approve(terms.token, market, terms.price)] : []), buyCall(market, choice)];
      };
      const permitted = async (): Promise<readonly Call[]> => {
        const { permitOf, permitTypedData } = await import("@tallystick/sdk/market/permit");
        const typedData = await permitTypedData(reader, terms.token, payer, terms.price);
        return [buyWithPermit(market, choice, permitOf(typedData.message, await sign(typedData)))];
      };
      const callsOn: Record<Exclude<Rail, "authorization">, () => Promise<readonly Call[]>> = {
        free: allowed,
        allowance: allowed,
        permit: permitted,
        balance: async () => [(await import("@tallystick/sdk/market/balance")).buyFromBalance(market, choice)],
        transfer: async () => [(await import("@tallystick/sdk/market/transfers")).buyByTransfer(desk, choice)],
      };
      setProblem(undefined);
      setState("signing");
      try {
        if (rail === "authorization") {
          const { prepareOrder } = await import("@tallystick/sdk/market/order");
          const { order, typedData } = await prepareOrder(reader, { ...choice, payer });
          const signature = await sign(typedData);
          setState("sending");
          const { relay } = await import("@/lib/tx/relay");
          const signed = { ...order, signature };
          await relay(config, { chainId, title, kind: "order", signed, call: submitOrder(market, signed) });
        } else {
          await act(config, { title, chainId, account: payer, calls: await callsOn[rail]() });
        }
        setState("done");
      } catch (error) {
        setProblem(explain(error, []));
        setState("idle");
      }
    },
    [config, reader, market, desk, payer, terms, view.title],
  );
  return { buy, state, problem };
}
