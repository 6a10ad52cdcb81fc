"use client";

import { type ListId, parameterLists } from "@tallystick/sdk/governance/parameterLists";
import type { Family, ParameterState } from "@tallystick/sdk/governance/parameters";
import { settings } from "@tallystick/sdk/indexer/treasury";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useNetwork } from "@/components/config";
import { QueryState } from "@/components/query-state";
import { Badge, buttonClass } from "@/components/ui";
import { useParameterText } from "@/features/governance/actions/parameter-text";
import { useLanguage } from "@/i18n/context";
import { formatTime, shortHex } from "@/lib/format";
import { useIndexer, useReader } from "@/lib/reader";
import { ListEntries } from "./list-entries";
import { useParameters } from "./use-parameters";

const families: readonly Family[] = ["market", "identity", "instruments", "voting", "treasury", "token", "access"];

/** The form that changes a list; the others are changed by the function itself. */
const forms: Readonly<Record<ListId, string>> = {
  registrars: "appointRegistrar",
  mirrors: "appointMirror",
  schemas: "function",
  caps: "cap",
  ruleSets: "function",
  limits: "limit",
  criticalTargets: "criticalTarget",
  payments: "payment",
  supply: "mint",
  treasuryRoles: "function",
  rounds: "dividend",
  accessRoles: "function",
  authorities: "function",
};

/** Everything that the DAO alone decides, by family. */
export function ParameterTables() {
  const { t } = useLanguage();
  const states = useParameters();
  const { deployment } = useNetwork();
  if (!states.data) return <QueryState query={states} />;
  return (
    <div className="grid gap-10">
      {families.map((family) => (
        <section key={family} aria-labelledby={family}>
          <h2 id={family} className="mb-3 text-2xl">
            {t(`proposing.family.${family}`)}
          </h2>
          <ul className="grid gap-3">
            {states.data
              .filter((state) => state.family === family)
              .map((state) => (
                <ParameterRow key={state.id} state={state} />
              ))}
            {parameterLists
              .filter((list) => list.family === family && deployment?.[list.contract] !== undefined)
              .map(({ id }) => (
                <ListRow key={id} id={id} />
              ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

function ParameterRow({ state }: { state: ParameterState }) {
  const { t } = useLanguage();
  const text = useParameterText();
  const { id, min, max } = state;
  const name = t(`proposing.parameter.${id}.name`);
  return (
    <li className="card flex flex-wrap items-start justify-between gap-4 p-4">
      <div className="min-w-0 flex-1 basis-72">
        <h3 className="font-semibold">{name}</h3>
        <p className="mt-1 text-sm text-muted">{t(`proposing.parameter.${id}.what`)}</p>
        <p className="mt-2 flex flex-wrap items-baseline gap-x-3 gap-y-1">
          <strong className="text-lg tabular-nums">{text(id, state.value)}</strong>
          <span className="text-sm text-muted">
            {min === undefined || max === undefined
              ? t("proposing.anyAccount")
              : t("proposing.between", { min: text(id, min), max: text(id, max) })}
          </span>
          {state.isCritical ? <Badge tone="wood">{t("proposing.critical")}</Badge> : null}
        </p>
        <LastChange id={id} />
      </div>
      <Link
        href={`/governance/propose?parameter=${id}`}
        className={buttonClass("secondary", true)}
        aria-label={t("proposing.proposeChangeOf", { name })}
      >
        {t("proposing.proposeChange")}
      </Link>
    </li>
  );
}

/** When it was changed last, as the indexer tells; nothing where it does not. */
function LastChange({ id }: { id: ParameterState["id"] }) {
  const { t, locale } = useLanguage();
  const indexer = useIndexer();
  const { network } = useReader();
  const { data } = useQuery({
    queryKey: ["setting", network.chainId, id],
    queryFn: async () => (await settings(indexer, network.chainId, { name: id, limit: 1 })).items[0] ?? null,
    retry: false,
  });
  if (!data) return null;
  return (
    <p className="mt-1 text-sm text-muted">
      {t("proposing.lastChange", { time: formatTime(data.at, locale), transaction: shortHex(data.transaction) })}
    </p>
  );
}

function ListRow({ id }: { id: ListId }) {
  const { t } = useLanguage();
  const name = t(`proposing.list.${id}.name`);
  return (
    <li className="card flex flex-wrap items-start justify-between gap-4 p-4">
      <div className="min-w-0 flex-1 basis-72">
        <h3 className="font-semibold">{name}</h3>
        <p className="mt-1 text-sm text-muted">{t(`proposing.list.${id}.what`)}</p>
        <ListEntries id={id} />
      </div>
      <Link
        href={`/governance/propose?form=${forms[id]}`}
        className={buttonClass("secondary", true)}
        aria-label={t("proposing.proposeChangeOf", { name })}
      >
        {t("proposing.proposeChange")}
      </Link>
    </li>
  );
}
