"use client";

import { burnPass, mintPass, readPass } from "@tallystick/sdk/market/passes";
import { useQuery } from "@tanstack/react-query";
import type { Address } from "viem";
import { ProblemNotice } from "@/components/problem-notice";
import { Button } from "@/components/ui";
import type { DatasetView } from "@/features/market/use-dataset";
import { useLanguage } from "@/i18n/context";
import { formatTime } from "@/lib/format";
import { useContracts, useReader } from "@/lib/reader";
import { useActing } from "@/lib/tx/use-acting";
import { fromJson } from "@/lib/wire";

/** The picture in a pass's own description, where it is one that the page may show: data, not an address. */
function pictureOf(uri: string): string | undefined {
  const [head = "", body = ""] = uri.split(",");
  const text = head.endsWith(";base64") ? atobOr(body) : decodeURIComponent(body);
  const image = (fromJson(text) as { image?: unknown } | undefined)?.image;
  return typeof image === "string" && image.startsWith("data:image/svg+xml") ? image : undefined;
}

function atobOr(text: string): string {
  try {
    return atob(text);
  } catch {
    return "";
  }
}

/** The right as a token, for wallets and doors that understand those; on request only. */
export function PassPanel(props: { view: DatasetView; account: Address }) {
  const { view, account } = props;
  const { t, locale } = useLanguage();
  const reader = useReader();
  const { passes } = useContracts();
  const { run, busy, problem } = useActing();
  const pass = useQuery({
    queryKey: ["pass", reader.network.chainId, view.id.toString(), account],
    queryFn: async () => (await readPass(reader, view.id, account)) ?? null,
  });
  if (pass.data === undefined) return null;
  const minted = pass.data;
  const picture = minted ? pictureOf(minted.uri) : undefined;
  const values = { title: view.title };
  return (
    <section aria-labelledby="pass" className="card mt-8 flex flex-wrap items-start gap-5 p-5">
      {/* biome-ignore lint/performance/noImgElement: a picture that is in the page's own data */}
      {picture ? <img src={picture} alt={t("deeds.passPicture", values)} className="w-40 rounded-xl" /> : null}
      <div className="min-w-0 flex-1 basis-64">
        <h2 id="pass" className="text-lg">
          {t("deeds.pass")}
        </h2>
        <p className="mt-1 text-sm text-muted">
          {minted ? t("deeds.passSince", { time: formatTime(minted.mintedAt, locale) }) : t("deeds.passLead")}
        </p>
        {minted ? (
          <Button
            look="danger"
            className="mt-3"
            busy={busy}
            onClick={() =>
              void run(() => ({ title: { key: "tx.burnPass", values }, calls: [burnPass(passes, minted.id)] }))
            }
          >
            {t("deeds.burn")}
          </Button>
        ) : (
          <Button
            className="mt-3"
            busy={busy}
            onClick={() =>
              void run(() => ({ title: { key: "tx.mintPass", values }, calls: [mintPass(passes, view.id)] }))
            }
          >
            {t("deeds.mint")}
          </Button>
        )}
        <ProblemNotice problem={problem} className="mt-3" />
      </div>
    </section>
  );
}
