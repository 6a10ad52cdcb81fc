"use client";

import type { IndexedReceivable } from "@tallystick/sdk/indexer/instrumentFields";
import { lineage } from "@tallystick/sdk/indexer/instruments";
import { useQuery } from "@tanstack/react-query";
import { numberToHex } from "viem";
import { useNameOf } from "@/components/account-field";
import { useMoney } from "@/components/amount";
import { QueryState } from "@/components/query-state";
import { useLanguage } from "@/i18n/context";
import { shortAddress } from "@/lib/format";
import { useIndexer, useReader } from "@/lib/reader";
import { type Box, type Holding, layoutOf, treeOf } from "./tree";

/** Most links and lots that are asked for, in one question each, and drawn. */
const most = 500;
const size = { width: 176, height: 58, gapX: 56, gapY: 14, margin: 4 } as const;

/** Who got what from whom: drawn from left to right, and the same as a list. */
export function TreeView(props: { receivable: IndexedReceivable; now: number }) {
  const { t } = useLanguage();
  const indexer = useIndexer();
  const { chainId } = useReader().network;
  const { receivable, now } = props;
  const { id, root, creditor } = receivable;
  const found = useQuery({
    queryKey: ["lineage", chainId, String(id)],
    queryFn: () => lineage(indexer, chainId, id, { now, limit: most }),
    refetchInterval: 15_000,
  });
  const tree = found.data
    ? treeOf(numberToHex(root, { size: 32 }), creditor, found.data.links.items, found.data.lots.items)
    : undefined;
  return (
    <section aria-labelledby="tree">
      <h2 id="tree" className="text-xl">
        {t("receivables.tree")}
      </h2>
      <p className="mt-1 mb-3 text-sm text-muted">{t("receivables.treeLead")}</p>
      <QueryState query={found} />
      {tree ? <Drawing tree={tree} receivable={receivable} /> : null}
      {found.data && found.data.links.totalCount > most ? (
        <p className="mt-2 text-sm text-muted">{t("receivables.treeMore", { n: most })}</p>
      ) : null}
      {tree ? (
        <details className="mt-3">
          <summary>{t("receivables.treeAsList")}</summary>
          <ul className="mt-2 text-sm">
            <Item holding={tree} receivable={receivable} />
          </ul>
        </details>
      ) : null}
    </section>
  );
}

function useWords({ token, unit }: IndexedReceivable) {
  const { t } = useLanguage();
  const money = useMoney(token);
  return ({ kind, held, units }: Holding) => ({
    kind: t(`receivables.kind_${kind}`),
    amount: money(BigInt(held > 0 ? held : units) * unit),
  });
}

function Drawing(props: { tree: Holding; receivable: IndexedReceivable }) {
  const { t } = useLanguage();
  const { boxes, columns, rows } = layoutOf(props.tree);
  const width = columns * size.width + (columns - 1) * size.gapX + 2 * size.margin;
  const height = rows * (size.height + size.gapY) - size.gapY + 2 * size.margin;
  const label = t("receivables.treePicture", { n: boxes.length, tiers: columns });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: wider than the page it is scrolled, by the keyboard too
    <section className="card overflow-x-auto p-3" aria-label={label} tabIndex={0}>
      <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
        {boxes.map((each) => (
          <Edge key={each.holding.roll} at={each} />
        ))}
        {boxes.map((each) => (
          <BoxView key={each.holding.roll} at={each} receivable={props.receivable} />
        ))}
      </svg>
    </section>
  );
}

const left = (column: number) => size.margin + column * (size.width + size.gapX);
const top = (row: number) => size.margin + row * (size.height + size.gapY);

function Edge({ at }: { at: Box }) {
  const { from, column, row, holding } = at;
  if (!from) return null;
  const [x1, y1] = [left(from.column) + size.width, top(from.row) + size.height / 2];
  const [x2, y2] = [left(column), top(row) + size.height / 2];
  const middle = (x1 + x2) / 2;
  return (
    <path
      d={`M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`}
      fill="none"
      stroke="var(--line-strong)"
      strokeWidth="1.5"
      // Who endorsed without recourse stands for nothing after it.
      strokeDasharray={holding.kind === "withoutRecourse" ? "4 4" : undefined}
    />
  );
}

function BoxView(props: { at: Box; receivable: IndexedReceivable }) {
  const nameOf = useNameOf();
  const words = useWords(props.receivable);
  const { holding, column, row } = props.at;
  const { kind, amount } = words(holding);
  const [x, y] = [left(column), top(row)];
  const name = nameOf(holding.account) ?? shortAddress(holding.account);
  const isHeld = holding.held > 0;
  const ink = holding.units > 0 ? "var(--ink)" : "var(--muted)";
  return (
    <g>
      <rect
        x={x}
        y={y}
        width={size.width}
        height={size.height}
        rx="10"
        fill={isHeld ? "var(--brand-soft)" : "var(--surface)"}
        stroke={isHeld ? "var(--brand)" : "var(--line-strong)"}
        strokeWidth={isHeld ? 2 : 1}
      />
      <text x={x + 10} y={y + 18} fontSize="13" fontWeight="600" fill={ink}>
        {name.length > 22 ? `${name.slice(0, 21)}…` : name}
      </text>
      <text x={x + 10} y={y + 34} fontSize="12" fill={ink}>
        {amount}
      </text>
      <text x={x + 10} y={y + 49} fontSize="11" fill="var(--muted)">
        {kind}
      </text>
    </g>
  );
}

function Item(props: { holding: Holding; receivable: IndexedReceivable }) {
  const { t } = useLanguage();
  const nameOf = useNameOf();
  const { holding, receivable } = props;
  const { kind, amount } = useWords(receivable)(holding);
  const account = nameOf(holding.account) ?? shortAddress(holding.account);
  const state = holding.held > 0 ? "nodeHeld" : holding.units > 0 ? "nodePassed" : "nodeGone";
  return (
    <li className="mt-1">
      <span>{t(`receivables.${state}`, { account, amount, kind })}</span>
      {holding.next.length > 0 ? (
        <ul className="ml-2 border-l border-line pl-4">
          {holding.next.map((child) => (
            <Item key={child.roll} holding={child} receivable={receivable} />
          ))}
        </ul>
      ) : null}
    </li>
  );
}
