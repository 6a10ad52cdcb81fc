"use client";

import { appoint, dismiss, resign } from "@tallystick/sdk/identity/organisations";
import { type RoleName, roleBits, rolesIn, rolesWord } from "@tallystick/sdk/identity/roles";
import type { IndexedOrganisationDetail } from "@tallystick/sdk/indexer/tables";
import { type FormEvent, useState } from "react";
import { type Address, isAddress } from "viem";
import { AddressText } from "@/components/address";
import { ProblemNotice } from "@/components/problem-notice";
import { Badge, Button, TextField } from "@/components/ui";
import { forever } from "@/features/market/duration";
import { usePersonas } from "@/features/wallet/persona";
import { useLanguage } from "@/i18n/context";
import { formatDate, shortAddress } from "@/lib/format";
import { useContracts } from "@/lib/reader";
import { useActing } from "@/lib/tx/use-acting";

const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();
const roleNames = Object.keys(roleBits) as readonly RoleName[];

interface Props {
  readonly detail: IndexedOrganisationDetail;
  readonly account: Address;
}

/** Members and their roles. The owner may do all; an officer all but what concerns officers; anybody may resign. */
export function Members({ detail, account }: Props) {
  const { t, locale } = useLanguage();
  const personas = usePersonas();
  const { organisations } = useContracts();
  const { run, busy, problem } = useActing();
  const now = Date.now() / 1000;
  const officerIn = (roles: bigint, expiry: number) => (roles & 1n) === 1n && expiry > now;
  const own = detail.members.find((member) => same(member.account, account));
  const owner = same(detail.owner, account);
  const officer = own !== undefined && officerIn(own.roles, own.expiry);
  const nameOf = (address: string) => personas.find((each) => same(each.address, address))?.name;
  const roleText = (role: RoleName | number) =>
    typeof role === "number" ? t("organisation.roleBit", { bit: role }) : t(`organisation.role_${role}`);
  return (
    <div className="grid gap-6">
      <section aria-labelledby="members">
        <h3 id="members" className="mb-3 font-semibold">
          {t("organisation.members")}
        </h3>
        {detail.members.length === 0 ? <p className="text-muted">{t("organisation.noMembers")}</p> : null}
        <ul className="grid gap-2">
          {detail.members.map((member) => {
            const isSelf = same(member.account, account);
            const mayDismiss = !isSelf && (owner || (officer && !officerIn(member.roles, member.expiry)));
            return (
              <li
                key={member.account}
                className="flex flex-wrap items-center justify-between gap-3 rounded-xl border border-line px-4 py-3"
              >
                <div className="grid gap-1">
                  <AddressText address={member.account} label={isSelf ? t("common.you") : nameOf(member.account)} />
                  <p className="flex flex-wrap items-center gap-1.5 text-sm text-muted">
                    {rolesIn(member.roles).map((role) => (
                      <Badge key={role} tone={role === "officer" ? "wood" : "plain"}>
                        {roleText(role)}
                      </Badge>
                    ))}
                    {member.expiry === forever
                      ? t("common.forever")
                      : member.expiry > now
                        ? t("credentials.until", { date: formatDate(member.expiry, locale) })
                        : t("organisation.ended")}
                  </p>
                </div>
                {mayDismiss ? (
                  <Button
                    small
                    look="danger"
                    busy={busy}
                    onClick={() =>
                      void run(() => ({
                        title: { key: "tx.removeMember", values: { account: shortAddress(member.account) } },
                        calls: [dismiss(organisations, detail.id, member.account)],
                      }))
                    }
                  >
                    {t("organisation.dismiss")}
                  </Button>
                ) : null}
                {isSelf ? (
                  <Button
                    small
                    busy={busy}
                    onClick={() =>
                      void run(() => ({ title: { key: "tx.resign" }, calls: [resign(organisations, detail.id)] }))
                    }
                  >
                    {t("organisation.resign")}
                  </Button>
                ) : null}
              </li>
            );
          })}
        </ul>
        <ProblemNotice problem={problem} className="mt-3" />
      </section>
      {owner || officer ? <AppointForm detail={detail} owner={owner} /> : null}
    </div>
  );
}

function AppointForm(props: { detail: IndexedOrganisationDetail; owner: boolean }) {
  const { detail, owner } = props;
  const { t } = useLanguage();
  const { organisations } = useContracts();
  const { run, busy, problem } = useActing();
  const [who, setWho] = useState("");
  const [roles, setRoles] = useState<readonly RoleName[]>(["reader"]);
  const [until, setUntil] = useState("");
  const [tried, setTried] = useState(false);
  const good = isAddress(who.trim(), { strict: false });
  const expiry = until ? Math.floor(Date.parse(until) / 1000) : forever;
  const goodDate = expiry * 1000 > Date.now();
  const offered = roleNames.filter((role) => owner || role !== "officer");

  async function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (!good || !goodDate || roles.length === 0) return;
    const account = who.trim() as Address;
    const done = await run(() => ({
      title: { key: "tx.setRole", values: { account: shortAddress(account) } },
      calls: [appoint(organisations, detail.id, account, rolesWord(roles), expiry)],
    }));
    if (done) setWho("");
  }

  return (
    <form
      onSubmit={(event) => void submit(event)}
      className="grid gap-4 rounded-xl bg-sunken p-4"
      aria-labelledby="appoint"
    >
      <h3 id="appoint" className="font-semibold">
        {t("organisation.appoint")}
      </h3>
      <TextField
        label={t("common.address")}
        value={who}
        spellCheck={false}
        onChange={(event) => setWho(event.target.value)}
        error={tried && !good ? t("common.badAddress") : undefined}
      />
      <fieldset>
        <legend className="mb-1 text-sm font-medium">{t("organisation.roles")}</legend>
        <div className="flex flex-wrap gap-x-5 gap-y-1">
          {offered.map((role) => (
            <label key={role} className="flex items-center gap-2">
              <input
                type="checkbox"
                className="size-4 accent-brand"
                checked={roles.includes(role)}
                onChange={(event) =>
                  setRoles(event.target.checked ? [...roles, role] : roles.filter((each) => each !== role))
                }
              />
              {t(`organisation.role_${role}`)}
            </label>
          ))}
        </div>
        {tried && roles.length === 0 ? <p className="text-sm text-danger">{t("organisation.noRole")}</p> : null}
      </fieldset>
      <TextField
        type="date"
        label={t("organisation.until")}
        hint={t("organisation.untilHint")}
        value={until}
        onChange={(event) => setUntil(event.target.value)}
        error={tried && !goodDate ? t("common.badDate") : undefined}
      />
      <ProblemNotice problem={problem} />
      <Button type="submit" look="primary" busy={busy} className="justify-self-start">
        {t("organisation.appointButton")}
      </Button>
    </form>
  );
}
