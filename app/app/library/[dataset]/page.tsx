import { ReadingPage } from "@/features/library/reading-page";
import { pageTitle } from "@/i18n/metadata";

export const generateMetadata = () => pageTitle("nav.library");

export default async function Page(props: { params: Promise<{ dataset: string }> }) {
  const { dataset } = await props.params;
  return <ReadingPage id={dataset} />;
}
