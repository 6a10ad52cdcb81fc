import { DelegatesPage } from "@/features/governance/delegates/delegates-page";
import { pageTitle } from "@/i18n/metadata";

export const generateMetadata = () => pageTitle("delegates.title");

export default function Page() {
  return <DelegatesPage />;
}
