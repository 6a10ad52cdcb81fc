import { ReceiptPage } from "@/features/governance/vote/receipt-page";
import { pageTitle } from "@/i18n/metadata";

export const generateMetadata = () => pageTitle("voting.receiptTitle");

export default function Page() {
  return <ReceiptPage />;
}
