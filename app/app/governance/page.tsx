import { Suspense } from "react";
import { GovernancePage } from "@/features/governance/list/governance-page";
import { pageTitle } from "@/i18n/metadata";

export const generateMetadata = () => pageTitle("nav.proposals");

export default function Page() {
  return (
    <Suspense>
      <GovernancePage />
    </Suspense>
  );
}
