"use client";

import { credentialType } from "@tallystick/sdk/identity/credentials";
import { keyOf } from "@tallystick/sdk/identity/encryptionKeys";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import type { Address } from "viem";
import { useConfig } from "wagmi";
import { type OfferDraft, offerOfDraft } from "@/features/market/offer-draft";
import { useContracts, useReader, useSign } from "@/lib/reader";
import { refreshSoon } from "@/lib/refresh";
import { act } from "@/lib/tx/act";
import { explain } from "@/lib/tx/explain";
import type { Call, Problem } from "@/lib/tx/types";
import { type WorkerClient, workerClient } from "@/lib/worker/client";
import { type AboutDraft, keywordsOf } from "./about";
import type { InspectedFile } from "./inspect";
import type { PublishInput, PublishProgress } from "./publish.worker";

interface Prepared {
  readonly dataset: bigint;
  readonly call: Call;
}

export type PublicationState =
  | { readonly kind: "idle" | "working" | "anchoring" }
  /** Uploaded, not anchored: the wallet can be asked again without uploading again. */
  | ({ readonly kind: "prepared" } & Prepared)
  | { readonly kind: "done"; readonly dataset: bigint };

export function usePublication(props: {
  account: Address;
  dataset: bigint | undefined;
  files: readonly InspectedFile[];
  about: AboutDraft;
  offer: OfferDraft | undefined;
}) {
  const { about, dataset, files, offer } = props;
  // Who pressed the button is the publisher; a wallet that shows another account later is told so.
  const [publisher] = useState(props.account);
  const config = useConfig();
  const queries = useQueryClient();
  const reader = useReader();
  const sign = useSign();
  const { credentialPolicy } = useContracts();
  const [state, setState] = useState<PublicationState>({ kind: "idle" });
  const [progress, setProgress] = useState<PublishProgress>();
  const [problem, setProblem] = useState<Problem>();
  const worker = useRef<WorkerClient>(undefined);
  const abort = useRef<AbortController>(undefined);
  useEffect(() => () => worker.current?.close(), []);

  function input(publicKey: `0x${string}` | undefined): PublishInput {
    const policy = offer?.credential
      ? { address: credentialPolicy, type: credentialType(offer.credential) }
      : undefined;
    const keywords = keywordsOf(about.keywords);
    return {
      network: reader.network,
      publisher,
      publicKey,
      dataset,
      about: {
        title: about.title.trim(),
        description: about.description.trim(),
        language: about.language,
        licence: { spdx: about.licence },
        ...(keywords.length > 0 ? { keywords } : {}),
      },
      files: files.map(({ file, name, mediaType, columns, sample, shareSample }) => ({
        file,
        name,
        mediaType,
        columns,
        sample: shareSample && sample ? sample : undefined,
      })),
      offers: offer ? [offerOfDraft(offer, files.length, policy)] : [],
    };
  }

  async function start(): Promise<void> {
    setProblem(undefined);
    setProgress(undefined);
    setState({ kind: "working" });
    abort.current = new AbortController();
    try {
      const own = await keyOf(reader, publisher);
      worker.current?.close();
      worker.current = workerClient(
        new Worker(new URL("./publish.worker.ts", import.meta.url), { type: "module" }),
        sign,
      );
      const prepared = await worker.current.run<Prepared>("prepare", input(own?.key), {
        signal: abort.current.signal,
        onProgress: (value) => setProgress(value as PublishProgress),
      });
      await send(prepared);
    } catch (error) {
      setProblem(explain(error, []));
      setState({ kind: "idle" });
    }
  }

  async function send(prepared: Prepared): Promise<void> {
    setProblem(undefined);
    setState({ kind: "anchoring" });
    const title = {
      key: dataset === undefined ? "tx.publish" : "tx.addVersion",
      values: { title: about.title.trim() },
    } as const;
    try {
      await act(config, { title, chainId: reader.network.chainId, account: publisher, calls: [prepared.call] });
      refreshSoon(queries);
      setState({ kind: "done", dataset: prepared.dataset });
    } catch (error) {
      setProblem(explain(error, []));
      setState({ kind: "prepared", dataset: prepared.dataset, call: prepared.call });
    }
  }

  return {
    state,
    progress,
    problem,
    start,
    anchor: async () => {
      if (state.kind === "prepared") await send(state);
    },
    cancel: () => abort.current?.abort(),
  };
}
