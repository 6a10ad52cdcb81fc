import { ParametersPage } from "@/features/governance/parameters/parameters-page";
import { pageTitle } from "@/i18n/metadata";

export const generateMetadata = () => pageTitle("proposing.parametersTitle");

export default function Page() {
  return <ParametersPage />;
}
