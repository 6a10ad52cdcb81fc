import { Suspense } from "react";
import { PayPage } from "@/features/receivables/pay/pay-page";
import { pageTitle } from "@/i18n/metadata";

export const generateMetadata = () => pageTitle("paying.title");

export default function Page() {
  return (
    <Suspense>
      <PayPage />
    </Suspense>
  );
}
