"use client";

import Link from "next/link";
import { Tally } from "@/components/tally";
import { buttonClass } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { Figures } from "./figures";

const steps = ["step1", "step2", "step3"] as const;

export function Home() {
  const { t } = useLanguage();
  return (
    <>
      <section className="grid items-center gap-10 py-6 lg:grid-cols-[1.15fr_1fr] lg:py-14">
        <div>
          <h1 className="text-4xl leading-[1.08] sm:text-5xl">{t("home.title")}</h1>
          <p className="mt-5 max-w-xl text-lg text-muted">{t("home.lead")}</p>
          <div className="mt-8 flex flex-wrap gap-3">
            <Link href="/market" className={buttonClass("primary")}>
              {t("home.browse")}
            </Link>
            <Link href="/publish" className={buttonClass()}>
              {t("home.publish")}
            </Link>
          </div>
        </div>
        <div aria-hidden="true" className="hidden lg:block">
          <HeroTally />
        </div>
      </section>
      <Figures />
      <section aria-labelledby="how" className="mt-16">
        <h2 id="how" className="text-2xl">
          {t("home.how")}
        </h2>
        <ol className="mt-6 grid gap-8 md:grid-cols-3">
          {steps.map((step, i) => (
            <li key={step} className="border-t-2 border-wood pt-4">
              <p className="font-mono text-sm text-wood-ink">{i + 1}</p>
              <h3 className="mt-1 text-lg">{t(`home.${step}`)}</h3>
              <p className="mt-2 text-muted">{t(`home.${step}Text`)}</p>
            </li>
          ))}
        </ol>
      </section>
    </>
  );
}

/** Three tallies at different stages: offered, sold, sold. */
function HeroTally() {
  return (
    <div className="grid gap-8">
      <Tally id={0x7a11d571c4c0ffeen} matched className="w-full" />
      <Tally id={0x1f3b5d79a2c4e68n} className="w-10/12 justify-self-end" />
      <Tally id={0x59c1d0a7b3e2f48n} matched className="w-11/12" />
    </div>
  );
}
