"use client";

import { acceptorRecord } from "@tallystick/sdk/bills/acceptors";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { Address } from "viem";
import { useLanguage } from "@/i18n/context";
import { useReader } from "@/lib/reader";
import { acceptorPath } from "../../shared/paths";

/** How an acceptor has paid so far, in a line that leads to all of it. */
export function AcceptorNote(props: { acceptor: Address; token: Address }) {
  const { t } = useLanguage();
  const reader = useReader();
  const { acceptor, token } = props;
  const { data } = useQuery({
    queryKey: ["acceptor-record", reader.network.chainId, acceptor, token],
    queryFn: async () => ({ token, record: await acceptorRecord(reader, acceptor, token) }),
  });
  if (!data) return null;
  const { accepted, onTime, dishonoured } = data.record;
  return (
    <Link href={acceptorPath(acceptor)} className="link text-sm">
      {accepted.count === 0
        ? t("billDesk.noRecordYet")
        : t("billDesk.recordOf", {
            accepted: accepted.count,
            onTime: onTime.count,
            dishonoured: dishonoured.count,
          })}
    </Link>
  );
}
