import { RegisterPage } from "@/features/receivables/register/register-page";
import { pageTitle } from "@/i18n/metadata";

export const generateMetadata = () => pageTitle("receivables.regTitle");

export default function Page() {
  return <RegisterPage />;
}
