import { IdentityPage } from "@/features/identity/identity-page";
import { pageTitle } from "@/i18n/metadata";

export const generateMetadata = () => pageTitle("nav.identity");

export default function Page() {
  return <IdentityPage />;
}
