import { Suspense } from "react";
import { BillsPage } from "@/features/bills/desk/bills-page";
import { pageTitle } from "@/i18n/metadata";

export const generateMetadata = () => pageTitle("bills.title");

export default function Page() {
  return (
    <Suspense>
      <BillsPage />
    </Suspense>
  );
}
