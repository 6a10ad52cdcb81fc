import { Suspense } from "react";
import { SwapsPage } from "@/features/swaps/desk/swaps-page";
import { pageTitle } from "@/i18n/metadata";

export const generateMetadata = () => pageTitle("swaps.title");

export default function Page() {
  return (
    <Suspense>
      <SwapsPage />
    </Suspense>
  );
}
