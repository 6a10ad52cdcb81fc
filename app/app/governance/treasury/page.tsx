import { TreasuryPage } from "@/features/governance/treasury/treasury-page";
import { pageTitle } from "@/i18n/metadata";

export const generateMetadata = () => pageTitle("treasury.title");

export default function Page() {
  return <TreasuryPage />;
}
