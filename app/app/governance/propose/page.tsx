import { Suspense } from "react";
import { ProposePage } from "@/features/governance/propose/propose-page";
import { pageTitle } from "@/i18n/metadata";

export const generateMetadata = () => pageTitle("proposing.title");

export default function Page() {
  return (
    <Suspense>
      <ProposePage />
    </Suspense>
  );
}
