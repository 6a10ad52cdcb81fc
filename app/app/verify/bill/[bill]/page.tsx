import { VerifyBillPage } from "@/features/bills/verify/verify-page";
import { pageTitle } from "@/i18n/metadata";

export const generateMetadata = () => pageTitle("bills.verifyTitle");

export default async function Page(props: { params: Promise<{ bill: string }> }) {
  const { bill } = await props.params;
  return <VerifyBillPage id={bill} />;
}
