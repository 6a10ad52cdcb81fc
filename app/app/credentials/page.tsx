import { CredentialsPage } from "@/features/credentials/credentials-page";
import { pageTitle } from "@/i18n/metadata";

export const generateMetadata = () => pageTitle("nav.credentials");

export default function Page() {
  return <CredentialsPage />;
}
