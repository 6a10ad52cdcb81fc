"use client";

import { useEffect, useState } from "react";
import { Button, Field } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { type Handed, linkOf } from "@/lib/handed";

/** A link that hands over what was signed: to copy and send. */
export function ShareLink(props: { handed: Handed; label: string; hint: string }) {
  const { handed, ...rest } = props;
  return <LinkField path={linkOf(handed)} {...rest} />;
}

/** A link to a page here, with all that stands in it: to copy and send. */
export function LinkField(props: { path: string; label: string; hint: string }) {
  const { t } = useLanguage();
  const [copied, setCopied] = useState(false);
  const [origin, setOrigin] = useState("");
  useEffect(() => setOrigin(window.location.origin), []);
  const link = origin + props.path;
  return (
    <div className="flex flex-wrap items-end gap-3">
      <div className="min-w-0 flex-1 basis-64">
        <Field label={props.label} hint={props.hint}>
          {(ids) => (
            <input
              {...ids}
              readOnly
              value={link}
              onFocus={(event) => event.target.select()}
              className="field truncate font-mono text-xs"
            />
          )}
        </Field>
      </div>
      <Button onClick={() => void navigator.clipboard?.writeText(link).then(() => setCopied(true))} className="mb-6">
        {copied ? t("common.copied") : t("common.copy")}
      </Button>
    </div>
  );
}
