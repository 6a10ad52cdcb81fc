import { BillPage } from "@/features/bills/one/bill-page";
import { pageTitle } from "@/i18n/metadata";

export const generateMetadata = () => pageTitle("bills.one");

export default async function Page(props: { params: Promise<{ bill: string }> }) {
  const { bill } = await props.params;
  return <BillPage id={bill} />;
}
