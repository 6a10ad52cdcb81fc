"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import { useCallback, useMemo, useState } from "react";
import { useNetwork } from "@/components/config";
import { SelectField } from "@/components/fields";
import { FileText } from "@/components/file-text";
import { QueryState } from "@/components/query-state";
import { Button, Notice } from "@/components/ui";
import { useHash } from "@/components/use-hash";
import { useLanguage } from "@/i18n/context";
import { formatTime } from "@/lib/format";
import { type Draft, newDraft } from "./draft";
import { DraftEditor } from "./draft-editor";
import { drafts } from "./draft-store";
import { type AskedProposal, askedByHash, askedIn } from "./sponsor-link";
import { SponsorView } from "./sponsor-view";

const path = "/governance/propose";

/** The drafts of this browser, one of them open; or a proposal that somebody asks to be sponsored. */
export function Drafts() {
  const { t } = useLanguage();
  const { chainId } = useNetwork();
  const hash = useHash();
  const handed = useMemo(() => askedByHash(hash), [hash]);
  const [loaded, setLoaded] = useState<AskedProposal | null>();
  const asked = handed ?? loaded;
  const queries = useQueryClient();
  const kept = useQuery({ queryKey: ["drafts", chainId], queryFn: () => drafts.all(chainId) });
  const save = useCallback(
    async (draft: Draft) => {
      await drafts.save(draft);
      await queries.invalidateQueries({ queryKey: ["drafts", draft.chainId] });
    },
    [queries],
  );
  if (asked) return <SponsorView proposal={asked} />;
  if (!kept.data) return <QueryState query={kept} />;
  return (
    <>
      {handed === null || loaded === null ? (
        <Notice tone="warn" role="alert" className="mb-6">
          {t("proposing.unreadable")}
        </Notice>
      ) : null}
      <Opened key={chainId} drafts={kept.data} save={save} />
      <details className="mt-8">
        <summary>{t("proposing.toSponsor")}</summary>
        <div className="mt-3">
          <FileText
            title={t("proposing.askedFile")}
            label={t("proposing.askedFileText")}
            hint={t("proposing.askedFileHint")}
            act={t("proposing.open")}
            busy={false}
            onText={(text) => setLoaded(askedIn(text) ?? null)}
          />
        </div>
      </details>
    </>
  );
}

/** At once, without the server: who reloads at that moment finds his draft. */
const nameInAddress = (address: string): void => window.history.replaceState(null, "", address);
const show = (id: string): void => nameInAddress(`${path}?draft=${id}`);

function Opened(props: { drafts: readonly Draft[]; save: (draft: Draft) => Promise<void> }) {
  const { t, locale } = useLanguage();
  const { chainId } = useNetwork();
  const search = useSearchParams();
  const queries = useQueryClient();
  // The same before and after it is kept for the first time: what is typed elsewhere on the page stays.
  const [newId, setNewId] = useState(() => crypto.randomUUID());
  const wanted = search.get("draft");
  // What is linked to begins a proposal of its own, unless a draft is named.
  const isPrefilled = search.has("parameter") || search.has("form");
  const open = props.drafts.find(({ id }) => id === wanted) ?? (isPrefilled ? undefined : props.drafts[0]);

  async function begin() {
    const draft = newDraft(crypto.randomUUID(), chainId, Date.now());
    await props.save(draft);
    show(draft.id);
  }
  async function remove(draft: Draft) {
    await drafts.remove(draft.id);
    setNewId(crypto.randomUUID());
    await queries.invalidateQueries({ queryKey: ["drafts", chainId] });
    nameInAddress(path);
  }
  return (
    <div className="grid gap-6">
      {props.drafts.length > 0 ? (
        <div className="flex flex-wrap items-end gap-3">
          <div className="min-w-0 flex-1 basis-64">
            <SelectField
              label={t("proposing.drafts", { n: props.drafts.length })}
              value={open?.id ?? ""}
              options={[
                ...(open ? [] : [{ value: "", label: t("proposing.newDraft") }]),
                ...props.drafts.map(({ id, title, changedAt }) => ({
                  value: id,
                  label: `${title || t("proposing.untitled")} (${formatTime(Math.floor(changedAt / 1_000), locale)})`,
                })),
              ]}
              onChange={show}
            />
          </div>
          <Button onClick={() => void begin()}>{t("proposing.newDraft")}</Button>
          {open ? (
            <Button look="quiet" onClick={() => void remove(open)}>
              {t("proposing.removeDraft")}
            </Button>
          ) : null}
        </div>
      ) : null}
      <DraftEditor
        key={open?.id ?? newId}
        draft={open}
        newId={newId}
        parameter={search.get("parameter")}
        form={search.get("form")}
        save={props.save}
        onKept={show}
      />
    </div>
  );
}
