import { Suspense } from "react";
import { DeskPage } from "@/features/receivables/desk/desk-page";
import { pageTitle } from "@/i18n/metadata";

export const generateMetadata = () => pageTitle("receivables.title");

export default function Page() {
  return (
    <Suspense>
      <DeskPage />
    </Suspense>
  );
}
