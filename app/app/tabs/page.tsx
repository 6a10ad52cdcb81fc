import { TabsPage } from "@/features/tabs/tabs-page";
import { pageTitle } from "@/i18n/metadata";

export const generateMetadata = () => pageTitle("tabs.title");

export default function Page() {
  return <TabsPage />;
}
