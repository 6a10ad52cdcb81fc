import { ManagePage } from "@/features/mydata/manage-page";
import { pageTitle } from "@/i18n/metadata";

export const generateMetadata = () => pageTitle("nav.myData");

export default async function Page(props: { params: Promise<{ dataset: string }> }) {
  const { dataset } = await props.params;
  return <ManagePage id={dataset} />;
}
