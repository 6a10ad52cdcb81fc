import { OrganisationPage } from "@/features/organisation/organisation-page";
import { pageTitle } from "@/i18n/metadata";

export const generateMetadata = () => pageTitle("nav.organisation");

export default function Page() {
  return <OrganisationPage />;
}
