import { DatasetPage } from "@/features/market/dataset-page";
import { pageTitle } from "@/i18n/metadata";

export const generateMetadata = () => pageTitle("market.dataset");

export default async function Page(props: { params: Promise<{ dataset: string }> }) {
  const { dataset } = await props.params;
  return <DatasetPage id={dataset} />;
}
