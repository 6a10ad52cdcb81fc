"use client";

import type { Policy } from "@tallystick/sdk/data/manifest";
import { keyOf } from "@tallystick/sdk/identity/encryptionKeys";
import type { NewOffer } from "@tallystick/sdk/market/prepare";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import type { Address } from "viem";
import { useConfig } from "wagmi";
import { offerOfDraft } from "@/features/market/offer-draft";
import { policyOfDraft } from "@/features/market/policy-draft";
import { tariffOfDraft } from "@/features/market/tariff-draft";
import { useContracts, useReader, useSign } from "@/lib/reader";
import { refreshSoon } from "@/lib/refresh";
import { act } from "@/lib/tx/act";
import { explain } from "@/lib/tx/explain";
import { ActError, type Call, type Problem } from "@/lib/tx/types";
import { type WorkerClient, workerClient } from "@/lib/worker/client";
import { keywordsOf } from "./about-draft";
import type { PublishInput, PublishProgress } from "./publish.worker";
import { setupOfDraft } from "./record-draft";
import { type Unfinished, unfinished } from "./unfinished";

interface Prepared {
  readonly dataset: bigint;
  readonly version: number;
  readonly call: Call;
}

export type PublicationState =
  | { readonly kind: "idle" | "registering" | "working" | "anchoring" | "tariff" }
  /** Uploaded, not anchored: the wallet can be asked again without uploading again. */
  | ({ readonly kind: "prepared" } & Prepared)
  | { readonly kind: "done"; readonly dataset: bigint };

/** How often a manifest is made anew after somebody else published its hash first. */
const remakes = 2;

/** Publishes what is kept as unfinished, from where it stands; `filesOf` gives those that are still to be uploaded. */
export function usePublication(subject: {
  readonly account: Address;
  readonly kept: () => Promise<Unfinished>;
  readonly fileOf: (name: string) => File | undefined;
}) {
  // Who pressed the button is the publisher; a wallet that shows another account later is told so.
  const [publisher] = useState(subject.account);
  const config = useConfig();
  const queries = useQueryClient();
  const reader = useReader();
  const sign = useSign();
  const contracts = useContracts();
  const { chainId } = reader.network;
  const [state, setState] = useState<PublicationState>({ kind: "idle" });
  const [progress, setProgress] = useState<PublishProgress>();
  const [problem, setProblem] = useState<Problem>();
  const worker = useRef<WorkerClient>(undefined);
  const abort = useRef<AbortController>(undefined);
  useEffect(() => () => worker.current?.close(), []);
  const busy = state.kind !== "idle" && state.kind !== "prepared" && state.kind !== "done";
  useEffect(() => {
    if (!busy) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [busy]);

  /** Makes a record of the data set to be, unless an earlier run has. */
  async function register(kept: Unfinished): Promise<void> {
    const { record, about } = kept.terms;
    if (!record || kept.dataset !== undefined) return;
    const [{ datasetId }, { recordOf }, { registerRecord }] = await Promise.all([
      import("@tallystick/sdk/market/terms"),
      import("@tallystick/sdk/market/consents"),
      import("@tallystick/sdk/market/consentActs"),
    ]);
    if (await recordOf(reader, datasetId(chainId, contracts.market, publisher, kept.salt))) return;
    setState({ kind: "registering" });
    const title = { key: "tx.register", values: { title: about.title.trim() } } as const;
    const calls = [registerRecord(contracts.consent, kept.salt, setupOfDraft(record))];
    await act(config, { title, chainId, account: publisher, calls });
  }

  /** The offers, and the policies behind their words for the manifest. */
  async function offersOf({ terms, files }: Unfinished) {
    const offers: NewOffer[] = [];
    const policies: Policy[] = [];
    if (!terms.offering) return { offers, policies };
    const [{ policyWord }, { keepPolicy }] = await Promise.all([
      import("@tallystick/sdk/market/policy"),
      import("@/features/market/use-policy"),
    ]);
    for (const [i, draft] of terms.offers.entries()) {
      const made = policyOfDraft(draft.policy, draft.purpose);
      await keepPolicy(chainId, made);
      if (made.policy) policies.push(made.policy);
      const word = made.policy && policyWord(contracts, made.policy);
      // Two offers with the same terms would be the same offer.
      offers.push({ ...offerOfDraft(draft, files.length, word), nonce: i });
    }
    return { offers, policies };
  }

  async function inputOf(kept: Unfinished): Promise<PublishInput> {
    const { about } = kept.terms;
    const keywords = keywordsOf(about.keywords);
    const [own, { offers, policies }] = await Promise.all([keyOf(reader, publisher), offersOf(kept)]);
    return {
      id: kept.id,
      network: reader.network,
      publisher,
      publicKey: own?.key,
      dataset: kept.dataset === undefined ? undefined : BigInt(kept.dataset),
      salt: kept.salt,
      about: {
        title: about.title.trim(),
        description: about.description.trim(),
        language: about.language,
        licence: { spdx: about.licence },
        ...(keywords.length > 0 ? { keywords } : {}),
        ...(policies.length > 0 ? { policies } : {}),
      },
      files: kept.files.map(({ name, size, mediaType, columns, sample, shareSample }) => ({
        file: subject.fileOf(name),
        name,
        size,
        mediaType,
        columns,
        sample: shareSample && sample ? sample : undefined,
      })),
      offers,
    };
  }

  async function start(): Promise<void> {
    setProblem(undefined);
    setProgress(undefined);
    setState({ kind: "working" });
    abort.current = new AbortController();
    try {
      const kept = await subject.kept();
      await register(kept);
      setState({ kind: "working" });
      const input = await inputOf(kept);
      worker.current?.close();
      worker.current = workerClient(
        new Worker(new URL("./publish.worker.ts", import.meta.url), { type: "module" }),
        sign,
      );
      const prepared = await worker.current.run<Prepared>("prepare", input, {
        signal: abort.current.signal,
        onProgress: (value) => setProgress(value as PublishProgress),
      });
      await send(kept, prepared);
    } catch (error) {
      setProblem(explain(error, []));
      setState({ kind: "idle" });
    }
  }

  /** Anchors; where somebody who watched published the manifest's hash first, the worker makes another. */
  async function send(kept: Unfinished, first: Prepared): Promise<void> {
    setProblem(undefined);
    const { terms } = kept;
    const title = {
      key: kept.dataset === undefined ? "tx.publish" : "tx.addVersion",
      values: { title: terms.about.title.trim() },
    } as const;
    let prepared = first;
    for (let tries = 0; ; tries++) {
      setState({ kind: "anchoring" });
      try {
        await act(config, { title, chainId, account: publisher, calls: [prepared.call] });
        break;
      } catch (error) {
        const taken = error instanceof ActError && error.problem.code === "Datasets_ManifestTaken";
        if (!taken || tries === remakes || !worker.current) {
          setProblem(explain(error, []));
          setState({ kind: "prepared", ...prepared });
          return;
        }
        setState({ kind: "working" });
        prepared = await worker.current.run<Prepared>("remake", undefined, {});
      }
    }
    await unfinished.remove(kept.id);
    await putTariff(kept, prepared);
    refreshSoon(queries);
    setState({ kind: "done", dataset: prepared.dataset });
  }

  /** The price for each access is not on the chain: it is signed, and the keepers are told. */
  async function putTariff({ terms, files }: Unfinished, { dataset, version }: Prepared): Promise<void> {
    if (!terms.tariff) return;
    setState({ kind: "tariff" });
    const now = Math.floor(Date.now() / 1000);
    const tariff = tariffOfDraft(terms.tariff, { dataset, version, files: files.length, provider: publisher }, now);
    const { putTariffEverywhere } = await import("@/features/market/put-tariff");
    await putTariffEverywhere(reader, tariff, sign).catch((error) => setProblem(explain(error, [])));
  }

  return {
    state,
    busy,
    progress,
    problem,
    start,
    anchor: async () => {
      if (state.kind === "prepared") await send(await subject.kept(), state);
    },
    cancel: () => abort.current?.abort(),
  };
}
