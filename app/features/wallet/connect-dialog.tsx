"use client";

import { useState } from "react";
import { type Connector, useConnect, useConnectors } from "wagmi";
import { AddressText } from "@/components/address";
import { Dialog } from "@/components/dialog";
import { Mark } from "@/components/tally";
import { Badge, Notice } from "@/components/ui";
import { useProblemText } from "@/features/activity/problem";
import { useLanguage } from "@/i18n/context";
import { choosePersona, demoWalletId } from "./demo-wallet";
import { type PersonaAccount, usePersonas } from "./persona";

export function ConnectDialog(props: { open: boolean; onClose: () => void }) {
  const { t } = useLanguage();
  const connectors = useConnectors();
  const { mutateAsync: connect } = useConnect();
  const problemText = useProblemText();
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState<string>();
  const wallets = connectors.filter((connector) => connector.id !== demoWalletId);
  const demo = connectors.find((connector) => connector.id === demoWalletId);

  async function start(connector: Connector) {
    setProblem(undefined);
    setBusy(connector.uid);
    try {
      await connect({ connector });
      props.onClose();
    } catch (error) {
      setProblem(problemText(error));
    } finally {
      setBusy(undefined);
    }
  }

  return (
    <Dialog open={props.open} title={t("wallet.choose")} onClose={props.onClose}>
      <p className="mb-4 text-muted">{t("wallet.chooseLead")}</p>
      {problem ? (
        <Notice tone="bad" role="alert" className="mb-4">
          {problem}
        </Notice>
      ) : null}
      <h3 className="eyebrow mb-2">{t("wallet.installed")}</h3>
      {wallets.length === 0 ? <p className="text-sm text-muted">{t("wallet.noneFound")}</p> : null}
      <ul className="grid gap-2">
        {wallets.map((connector) => (
          <li key={connector.uid}>
            <button
              type="button"
              disabled={busy !== undefined}
              onClick={() => void start(connector)}
              className="flex w-full items-center gap-3 rounded-xl border border-line-strong px-3 py-2.5 text-left hover:border-brand hover:bg-brand-soft"
            >
              <WalletIcon icon={connector.icon} />
              <span className="font-medium">{connector.name}</span>
            </button>
          </li>
        ))}
      </ul>
      {demo ? (
        <>
          <h3 className="eyebrow mt-6 mb-1 flex items-center gap-2">
            {t("wallet.demo")} <Badge tone="wood">{t("wallet.demoBadge")}</Badge>
          </h3>
          <p className="mb-3 text-sm text-muted">{t("wallet.demoLead")}</p>
          <PersonaList
            onUse={async (persona) => {
              await choosePersona(persona.id);
              await start(demo);
            }}
          />
        </>
      ) : null}
    </Dialog>
  );
}

/** Icons come from wallets: only data URLs are shown, so that nothing is asked of another host. */
function WalletIcon(props: { icon: string | undefined }) {
  if (!props.icon?.trim().startsWith("data:image/")) return <Mark className="size-7" />;
  // biome-ignore lint/performance/noImgElement: a data URL has nothing to optimise
  return <img src={props.icon.trim()} alt="" className="size-7 rounded" />;
}

export function PersonaList(props: { onUse: (persona: PersonaAccount) => void; current?: string | undefined }) {
  const { t } = useLanguage();
  const personas = usePersonas();
  return (
    <ul className="grid gap-2">
      {personas.map((persona) => {
        const current = persona.address.toLowerCase() === props.current?.toLowerCase();
        return (
          <li key={persona.id} className="flex items-center gap-3 rounded-xl border border-line px-3 py-2">
            <div className="min-w-0 flex-1">
              <p className="font-medium">
                {persona.name} <AddressText plain address={persona.address} />
              </p>
              <p className="text-sm text-muted">{persona.about}</p>
            </div>
            {current ? (
              <Badge tone="brand">{t("local.current")}</Badge>
            ) : (
              <button
                type="button"
                aria-label={t("wallet.demoUse", { name: persona.name })}
                onClick={() => props.onUse(persona)}
                className="min-h-8 rounded-lg border border-line-strong px-3 text-sm font-medium hover:border-ink"
              >
                {t("local.use")}
              </button>
            )}
          </li>
        );
      })}
    </ul>
  );
}
