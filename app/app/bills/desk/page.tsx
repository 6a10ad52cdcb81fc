import { Suspense } from "react";
import { DeskPage } from "@/features/bills/desk/desk-page";
import { pageTitle } from "@/i18n/metadata";

export const generateMetadata = () => pageTitle("billDesk.title");

export default function Page() {
  return (
    <Suspense>
      <DeskPage />
    </Suspense>
  );
}
