"use client";

import { bodyOf } from "@tallystick/sdk/governance/proposals";
import { Markdown } from "@/components/markdown";
import { useLanguage } from "@/i18n/context";

/** What a proposal says beyond its title. */
export function Description(props: { description: string }) {
  const { t } = useLanguage();
  const body = bodyOf(props.description);
  return body ? <Markdown text={body} className="max-w-prose" /> : <p>{t("governance.noDescription")}</p>;
}
