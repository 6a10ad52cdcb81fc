import { LocalPage } from "@/features/local/local-page";
import { pageTitle } from "@/i18n/metadata";

export const generateMetadata = () => pageTitle("nav.local");

export default function Page() {
  return <LocalPage />;
}
