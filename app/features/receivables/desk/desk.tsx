"use client";

import type { Address } from "viem";
import { SelectField } from "@/components/fields";
import { useTokens } from "@/components/money-field";
import { Button, Notice, TextField } from "@/components/ui";
import { useAccount } from "@/features/wallet/use-account";
import { useLanguage } from "@/i18n/context";
import { type Go, useInAddress } from "@/lib/use-in-address";
import { useSearchText } from "@/lib/use-search-text";
import { held, registeredStatuses, type Status } from "../shared/status";
import { type DeskChoice, deskChoiceOf, filterOf, type Role, roles } from "./desk-choice";
import { HeldList } from "./held-list";
import { ReceivableList } from "./receivable-list";
import { useRole } from "./use-role";
import { Waiting } from "./waiting";

/** A desk of the part that somebody has in the supply chain. */
export function Desk() {
  const { t } = useLanguage();
  const { address } = useAccount();
  const { parameters, go } = useInAddress("/receivables");
  const choice = deskChoiceOf(parameters);
  const role = useRole(choice.role);
  const filter = filterOf(role, choice, address);
  const holds = role === "supplier" || role === "financier";
  return (
    <>
      <Roles role={role} go={go} />
      <p className="mt-3 mb-6 text-muted">{t(`receivables.roleLead_${role}`)}</p>
      {address ? (
        <Waiting role={role} account={address} go={go} />
      ) : role === "auditor" || role === "logistics" ? null : (
        <Notice>{t("receivables.connectHint")}</Notice>
      )}
      {holds && address && (!choice.status || held.includes(choice.status)) ? (
        <HeldList account={address} token={choice.token} status={choice.status} />
      ) : null}
      {role !== "financier" && filter ? (
        <section aria-labelledby="list">
          <h2 id="list" className="mb-4 text-xl">
            {t("receivables.listReceivables")}
          </h2>
          <Filters choice={choice} go={go} />
          <ReceivableList
            key={role}
            filter={filter}
            sort={choice.sort}
            debtor={role === "core" ? address : undefined}
            lacking={role === "logistics" ? "logistics" : undefined}
          />
        </section>
      ) : null}
    </>
  );
}

function Roles(props: { role: Role; go: Go }) {
  const { t } = useLanguage();
  return (
    <fieldset className="flex flex-wrap gap-2">
      <legend className="mb-2 text-sm font-medium">{t("receivables.role")}</legend>
      {roles.map((role) => (
        <Button
          key={role}
          small
          look={role === props.role ? "primary" : "secondary"}
          aria-pressed={role === props.role}
          onClick={() => props.go({ role, status: "" })}
        >
          {t(`receivables.role_${role}`)}
        </Button>
      ))}
    </fieldset>
  );
}

function Filters(props: { choice: DeskChoice; go: Go }) {
  const { t } = useLanguage();
  const { choice, go } = props;
  const tokens = useTokens();
  const [number, setNumber] = useSearchText(choice.number, (text) => go({ number: text }));
  return (
    <search className="mb-5 grid gap-4 sm:grid-cols-2 lg:grid-cols-4">
      <TextField
        type="search"
        label={t("receivables.filterNumber")}
        value={number}
        maxLength={80}
        onChange={(event) => setNumber(event.target.value)}
      />
      <SelectField<Status | "">
        label={t("receivables.filterStatus")}
        value={choice.status ?? ""}
        options={[
          { value: "", label: t("receivables.anyStatus") },
          ...registeredStatuses.map((value) => ({ value, label: t(`receivables.status_${value}`) })),
        ]}
        onChange={(status) => go({ status })}
      />
      <SelectField<Address | "">
        label={t("receivables.filterToken")}
        value={choice.token ?? ""}
        options={[{ value: "", label: t("receivables.anyToken") }, ...tokens]}
        onChange={(token) => go({ token })}
      />
      <SelectField<DeskChoice["sort"]>
        label={t("receivables.sort")}
        value={choice.sort}
        options={(["newest", "due"] as const).map((value) => ({ value, label: t(`receivables.sort_${value}`) }))}
        onChange={(sort) => go({ sort: sort === "newest" ? "" : sort })}
      />
    </search>
  );
}
