import { ReceivablePage } from "@/features/receivables/one/receivable-page";
import { pageTitle } from "@/i18n/metadata";

export const generateMetadata = () => pageTitle("receivables.one");

export default async function Page(props: { params: Promise<{ receivable: string }> }) {
  const { receivable } = await props.params;
  return <ReceivablePage id={receivable} />;
}
