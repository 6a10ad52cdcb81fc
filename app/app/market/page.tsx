import { Suspense } from "react";
import { Browse } from "@/features/market/browse";
import { pageTitle } from "@/i18n/metadata";

export const generateMetadata = () => pageTitle("nav.market");

export default function Page() {
  return (
    <Suspense>
      <Browse />
    </Suspense>
  );
}
