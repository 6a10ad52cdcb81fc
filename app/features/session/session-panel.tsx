"use client";

import { Badge, Button, Notice } from "@/components/ui";
import { useProblemText } from "@/features/activity/problem";
import { useAccount } from "@/features/wallet/use-account";
import { useLanguage } from "@/i18n/context";
import { shortAddress } from "@/lib/format";
import { useSession } from "./use-session";

export function SessionPanel() {
  const { t } = useLanguage();
  const { address } = useAccount();
  const { session, signIn, signOut } = useSession();
  const say = useProblemText();
  const problem = signIn.error ?? signOut.error;
  const mine = session?.address !== undefined && session.address.toLowerCase() === address?.toLowerCase();
  return (
    <section aria-label={t("session.signIn")} className="mt-4 rounded-xl border border-line p-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="flex items-center gap-2">
          <Badge tone={mine ? "brand" : "plain"}>{mine ? t("session.signedIn") : t("session.signedOut")}</Badge>
        </p>
        {session?.address ? (
          <Button small busy={signOut.isPending} onClick={() => signOut.mutate()}>
            {t("session.signOut")}
          </Button>
        ) : (
          <Button small look="primary" busy={signIn.isPending} disabled={!address} onClick={() => signIn.mutate()}>
            {t("session.signIn")}
          </Button>
        )}
      </div>
      <p className="mt-2 text-sm text-muted">
        {session?.address && !mine ? t("session.other", { account: shortAddress(session.address) }) : t("session.lead")}
      </p>
      {problem ? (
        <Notice tone="bad" role="alert" className="mt-3">
          {say(problem)}
        </Notice>
      ) : null}
    </section>
  );
}
