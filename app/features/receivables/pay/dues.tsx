"use client";

import { useState } from "react";
import type { Address } from "viem";
import { useTokenInfos } from "@/components/amount";
import { SelectField } from "@/components/fields";
import { QueryState } from "@/components/query-state";
import { Button, Empty, Notice } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { shortAddress } from "@/lib/format";
import { printable } from "@/lib/printable";
import type { Go } from "@/lib/use-in-address";
import type { PayChoice } from "./choice";
import { DueTable } from "./due-table";
import { PayPanel } from "./pay-panel";
import type { Selection } from "./selection";
import { useNamed, useOwed, useOwedTokens } from "./use-dues";

interface Props {
  readonly debtor: Address;
  readonly choice: PayChoice;
  readonly go: Go;
}

/** What a debtor owes, in one token at a time. */
export function Dues(props: Props) {
  const { t } = useLanguage();
  const { debtor, choice, go } = props;
  const found = useOwedTokens(debtor);
  // Here, since what was paid is gone from the lists below.
  const [isPaid, setPaid] = useState(false);
  const tokens = found.data ?? [];
  const token = tokens.find((each) => each.toLowerCase() === choice.token?.toLowerCase()) ?? tokens[0];
  if (!found.data) return <QueryState query={found} />;
  return (
    <div className="grid grid-cols-1 gap-5">
      {isPaid ? (
        <Notice tone="good" role="status">
          {t("paying.paid")}
        </Notice>
      ) : null}
      {token ? null : (
        <Empty title={t("paying.nothing")}>
          <p>{t("paying.nothingHint")}</p>
        </Empty>
      )}
      {token && tokens.length > 1 && choice.ids.length === 0 ? (
        <TokenChoice tokens={tokens} token={token} go={go} />
      ) : null}
      {token && choice.ids.length > 0 ? (
        <Named
          key={choice.ids.join()}
          {...props}
          token={choice.token ?? token}
          onSelect={() => setPaid(false)}
          onPaid={() => setPaid(true)}
        />
      ) : null}
      {token && choice.ids.length === 0 ? (
        <All key={token} {...props} token={token} onSelect={() => setPaid(false)} onPaid={() => setPaid(true)} />
      ) : null}
    </div>
  );
}

function TokenChoice(props: { tokens: readonly Address[]; token: Address; go: Go }) {
  const { t } = useLanguage();
  const infoOf = useTokenInfos(props.tokens);
  const nameOf = (token: Address) => printable((infoOf(token)?.symbol ?? shortAddress(token)).slice(0, 12));
  return (
    <div className="w-48">
      <SelectField
        label={t("paying.token")}
        value={props.token}
        options={props.tokens.map((value) => ({ value, label: nameOf(value) }))}
        onChange={(token) => props.go({ token })}
      />
    </div>
  );
}

type ListProps = Props & { readonly token: Address; readonly onSelect: () => void; readonly onPaid: () => void };

/** What is selected, and what follows from it. */
function useSelection({ onSelect, onPaid }: ListProps, first: Selection) {
  const [selection, setSelection] = useState(first);
  return {
    selection,
    select: (next: Selection) => {
      setSelection(next);
      onSelect();
    },
    paid: () => {
      setSelection({});
      onPaid();
    },
  };
}

function All(props: ListProps) {
  const { t } = useLanguage();
  const { debtor, token } = props;
  const found = useOwed(debtor, token);
  const { selection, select, paid } = useSelection(props, {});
  const items = found.data?.pages.flatMap((page) => page.items) ?? [];
  const total = found.data?.pages[0]?.totalCount ?? 0;
  return (
    <>
      <QueryState query={found} />
      {found.data && items.length === 0 ? <Empty title={t("paying.nothing")} /> : null}
      {items.length > 0 ? (
        <>
          <DueTable items={items} token={token} selection={selection} onChange={select} />
          {found.hasNextPage ? (
            <Button small className="w-max" busy={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
              {t("paying.more", { shown: items.length, total })}
            </Button>
          ) : null}
          <PayPanel debtor={debtor} token={token} items={items} selection={selection} onPaid={paid} />
        </>
      ) : null}
    </>
  );
}

/** What a link names, all of it selected. */
function Named(props: ListProps) {
  const { t } = useLanguage();
  const { debtor, token, choice, go } = props;
  const { ids } = choice;
  const found = useNamed(debtor, ids);
  const { selection, select, paid } = useSelection(props, Object.fromEntries(ids.map((id) => [String(id), ""])));
  const items = (found.data ?? []).filter((row) => row.token.toLowerCase() === token.toLowerCase());
  return (
    <>
      <Notice title={t("paying.onlySome", { n: ids.length })}>
        {found.data && items.length < ids.length ? (
          <p>{t("paying.missing", { n: ids.length - items.length })}</p>
        ) : null}
        <Button small className="mt-2" onClick={() => go({ ids: "" })}>
          {t("paying.showAll")}
        </Button>
      </Notice>
      <QueryState query={found} />
      {items.length > 0 ? (
        <>
          <DueTable items={items} token={token} selection={selection} onChange={select} />
          <PayPanel debtor={debtor} token={token} items={items} selection={selection} onPaid={paid} />
        </>
      ) : null}
    </>
  );
}
