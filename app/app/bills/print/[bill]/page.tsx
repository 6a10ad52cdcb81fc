import { PrintPage } from "@/features/bills/print/print-page";
import { pageTitle } from "@/i18n/metadata";

export const generateMetadata = () => pageTitle("bills.copyOf");

export default async function Page(props: { params: Promise<{ bill: string }> }) {
  const { bill } = await props.params;
  return <PrintPage id={bill} />;
}
