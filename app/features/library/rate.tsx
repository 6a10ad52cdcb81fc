"use client";

import { type RatablePurchase, ratablePurchases, rate } from "@tallystick/sdk/market/ratings";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { Address } from "viem";
import { Amount } from "@/components/amount";
import { Dialog } from "@/components/dialog";
import { AreaField } from "@/components/fields";
import { ProblemNotice } from "@/components/problem-notice";
import { Button, Notice } from "@/components/ui";
import type { DatasetView } from "@/features/market/use-dataset";
import { useLanguage } from "@/i18n/context";
import { formatDate, formatTime } from "@/lib/format";
import { useContracts, useReader } from "@/lib/reader";
import { useActing } from "@/lib/tx/use-acting";

const stars = [1, 2, 3, 4, 5] as const;
const mostComment = 1_024;

/** Rates what was bought; where nothing can be rated yet, it is said why. */
export function Rate(props: { view: DatasetView; account: Address }) {
  const { view, account } = props;
  const { t, locale } = useLanguage();
  const reader = useReader();
  const [open, setOpen] = useState(false);
  const purchases = useQuery({
    queryKey: ["ratable", reader.network.chainId, view.id.toString(), account],
    queryFn: () => ratablePurchases(reader, view.id, account),
  });
  const list = purchases.data ?? [];
  if (list.length === 0) return null;
  const index = list.findIndex(({ refused }) => refused === undefined);
  const found = list[index];
  const why = list[0];
  return (
    <section aria-labelledby="rate" className="card mt-8 p-5">
      <h2 id="rate" className="text-lg">
        {t("deeds.rate")}
      </h2>
      {found ? (
        <>
          <p className="mt-1 text-sm text-muted">
            {found.stars > 0 ? t("deeds.rated", { n: found.stars }) : t("deeds.rateLead")}
          </p>
          <Button className="mt-3" onClick={() => setOpen(true)}>
            {t(found.stars > 0 ? "deeds.rateAgain" : "deeds.rateButton")}
          </Button>
          <Dialog open={open} title={t("deeds.rateTitle", { title: view.title })} onClose={() => setOpen(false)}>
            <p className="mb-4 text-sm text-muted">
              {t("deeds.ratePurchase", { time: formatDate(found.purchase.boughtAt, locale) })}{" "}
              <Amount value={found.purchase.paid} token={found.terms.token} />
            </p>
            <RateForm view={view} purchases={list.slice(0, index + 1)} onDone={() => setOpen(false)} />
          </Dialog>
        </>
      ) : (
        <p className="mt-1 text-sm text-muted">
          {why?.refused === "Ratings_WindowOpen"
            ? t("deeds.rateFrom", { time: formatTime(why.ratableFrom, locale) })
            : t(why?.refused === "Ratings_OfSeller" ? "deeds.rateOfSeller" : "deeds.rateGranted")}
        </p>
      )}
    </section>
  );
}

function RateForm(props: { view: DatasetView; purchases: readonly RatablePurchase[]; onDone: () => void }) {
  const { view, purchases } = props;
  const { t } = useLanguage();
  const { ratings } = useContracts();
  const { run, busy, problem } = useActing();
  const [chosen, setChosen] = useState(purchases.at(-1)?.stars || 5);
  const [comment, setComment] = useState("");
  const tooLong = new TextEncoder().encode(comment.trim()).length > mostComment;
  async function submit(event: FormEvent) {
    event.preventDefault();
    const rating = { stars: chosen, comment: comment.trim() };
    const done = await run(() => ({
      title: { key: "tx.rate", values: { title: view.title } },
      calls: [rate(ratings, view.id, purchases, rating)],
    }));
    if (done) props.onDone();
  }
  return (
    <form onSubmit={(event) => void submit(event)} className="grid gap-4">
      <fieldset>
        <legend className="mb-1 text-sm font-medium">{t("deeds.stars")}</legend>
        <div className="flex gap-1">
          {stars.map((n) => (
            <label
              key={n}
              className="grid size-11 place-items-center rounded-lg text-3xl leading-none has-focus-visible:outline-2 has-focus-visible:outline-brand"
            >
              <input
                type="radio"
                name="stars"
                className="sr-only"
                checked={chosen === n}
                onChange={() => setChosen(n)}
                aria-label={t("deeds.nStars", { n })}
              />
              <span aria-hidden="true" className={n <= chosen ? "text-wood" : "text-line-strong"}>
                {n <= chosen ? "★" : "☆"}
              </span>
            </label>
          ))}
        </div>
      </fieldset>
      <AreaField
        label={t("deeds.comment")}
        hint={t("deeds.commentHint")}
        value={comment}
        onChange={(event) => setComment(event.target.value)}
        error={tooLong ? t("consent.textTooLong") : undefined}
      />
      <Notice>{t("deeds.ratePublic")}</Notice>
      <ProblemNotice problem={problem} />
      <div className="flex justify-end">
        <Button type="submit" look="primary" busy={busy} disabled={tooLong}>
          {t("deeds.rateButton")}
        </Button>
      </div>
    </form>
  );
}
