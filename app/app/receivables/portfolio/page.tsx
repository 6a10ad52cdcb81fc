import { Suspense } from "react";
import { PortfolioPage } from "@/features/receivables/portfolio/portfolio-page";
import { pageTitle } from "@/i18n/metadata";

export const generateMetadata = () => pageTitle("portfolio.title");

export default function Page() {
  return (
    <Suspense>
      <PortfolioPage />
    </Suspense>
  );
}
