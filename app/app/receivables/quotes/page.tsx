import { Suspense } from "react";
import { QuotesPage } from "@/features/receivables/quotes/quotes-page";
import { pageTitle } from "@/i18n/metadata";

export const generateMetadata = () => pageTitle("quotes.title");

export default function Page() {
  return (
    <Suspense>
      <QuotesPage />
    </Suspense>
  );
}
