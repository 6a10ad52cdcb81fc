"use client";

import { useQuery } from "@tanstack/react-query";
import { type Address, isAddressEqual, zeroAddress } from "viem";
import { useNameOf } from "@/components/account-field";
import { AddressText } from "@/components/address";
import { Digest } from "@/components/digest";
import { QueryState } from "@/components/query-state";
import { Facts } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { formatTime } from "@/lib/format";
import { useReader } from "@/lib/reader";
import type { DatasetView } from "./use-dataset";

/** Where the data set comes from and through whose hands it went, from the chain's own events. */
export function Provenance(props: { view: DatasetView }) {
  const { t, locale } = useLanguage();
  const { view } = props;
  const reader = useReader();
  const nameOf = useNameOf();
  const hands = useQuery({
    queryKey: ["hands", reader.network.chainId, view.id.toString(), view.owner],
    queryFn: async () => {
      const { transfersOf } = await import("./transfers");
      return transfersOf(reader, view.id);
    },
  });
  const [published, ...handed] = hands.data ?? [];
  const manifest = view.opened?.manifest;
  const account = (address: Address) => <AddressText address={address} label={nameOf(address)} />;
  return (
    <section aria-labelledby="provenance">
      <h2 id="provenance" className="mb-4 text-xl">
        {t("provenance.title")}
      </h2>
      <QueryState query={hands} />
      <ol className="grid gap-3 border-l-2 border-wood pl-5">
        {published ? (
          <li>
            <p className="font-medium">{t("provenance.first")}</p>
            <p className="text-sm text-muted">
              {account(published.to)} · {formatTime(published.at, locale)} ·{" "}
              {t("provenance.block", { n: published.block.toString() })}
            </p>
          </li>
        ) : null}
        {handed.map(({ from, to, at, block }) => (
          <li key={`${block}.${to}`}>
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
