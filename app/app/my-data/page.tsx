import { MyDataPage } from "@/features/mydata/my-data-page";
import { pageTitle } from "@/i18n/metadata";

export const generateMetadata = () => pageTitle("nav.myData");

export default function Page() {
  return <MyDataPage />;
}
