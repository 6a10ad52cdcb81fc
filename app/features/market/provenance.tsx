"use client";

import { type Address, isAddressEqual, zeroAddress } from "viem";
import { useNameOf } from "@/components/account-field";
import { AddressText } from "@/components/address";
import { Digest } from "@/components/digest";
import { Facts } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { formatTime } from "@/lib/format";
import type { DatasetView } from "./use-dataset";

/** Where the data set comes from and through whose hands it went. */
export function Provenance(props: { view: DatasetView }) {
  const { t, locale } = useLanguage();
  const { view } = props;
  const nameOf = useNameOf();
  const { indexed, opened } = view;
  const first = opened?.versions[0];
  // Without the indexer the first version's publisher is known from the chain, and not the hands between.
  const hands = indexed?.ownerships ?? [];
  const began = hands[0]?.to ?? first?.publisher;
  const manifest = view.opened?.manifest;
  const account = (address: Address) => <AddressText address={address} label={nameOf(address)} />;
  return (
    <section aria-labelledby="provenance">
      <h2 id="provenance" className="mb-4 text-xl">
        {t("provenance.title")}
      </h2>
      <ol className="grid gap-3 border-l-2 border-wood pl-5">
        {began ? (
          <li>
            <p className="font-medium">{t("provenance.first")}</p>
            <p className="text-sm text-muted">
              {account(began)}
              {hands[0] ? ` · ${formatTime(hands[0].at, locale)}` : ""}
              {first ? ` · ${t("provenance.block", { n: first.blockNumber.toString() })}` : ""}
            </p>
          </li>
        ) : null}
        {hands.slice(1).map(({ from, to, at, transaction }) => (
          <li key={`${transaction}.${to}`}>
            <p className="font-medium">{t("provenance.handed")}</p>
            <p className="text-sm text-muted">
              {account(from)} → {account(to)} · {formatTime(at, locale)}
            </p>
          </li>
        ))}
        <li>
          <p className="font-medium">{t("provenance.now")}</p>
          <p className="text-sm text-muted">{account(view.owner)}</p>
        </li>
      </ol>
      <Facts
        className="mt-5"
        rows={[
          [
            t("provenance.manifests"),
            manifest
              ? t("provenance.verified", { n: view.opened?.versions.length ?? 1, version: view.version })
              : view.manifestError
                ? t("provenance.unverified")
                : `${t("common.loading")}…`,
          ],
          ...(view.opened
            ? ([
                [t("market.manifestHash"), <Digest key="m" value={view.opened.version.anchor.manifest} />],
                [t("market.root"), <Digest key="r" value={view.opened.version.anchor.root} />],
              ] as const)
            : []),
          ...(manifest
            ? ([
                [
                  t("provenance.keepers", { threshold: manifest.keepers.threshold, n: manifest.keepers.list.length }),
                  <ul key="k" className="grid gap-0.5">
                    {manifest.keepers.list.map(({ address, url }) => (
                      <li key={address} className="min-w-0">
                        {account(address)} <span className="text-sm break-all text-muted">{url}</span>
                      </li>
                    ))}
                  </ul>,
                ],
              ] as const)
            : []),
          [
            t("provenance.publisherKeeps"),
            isAddressEqual(view.publisher, view.owner) || view.publisher === zeroAddress
              ? t("provenance.same")
              : t("provenance.differs"),
          ],
        ]}
      />
    </section>
  );
}
