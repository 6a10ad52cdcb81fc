import { ConsentPage } from "@/features/consent/consent-page";
import { pageTitle } from "@/i18n/metadata";

export const generateMetadata = () => pageTitle("consent.title");

export default async function Page(props: { searchParams: Promise<{ dataset?: string | string[] }> }) {
  const { dataset } = await props.searchParams;
  return <ConsentPage dataset={typeof dataset === "string" ? dataset : undefined} />;
}
