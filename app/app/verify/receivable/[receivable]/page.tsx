import { VerifyPage } from "@/features/receivables/statement/verify-page";
import { pageTitle } from "@/i18n/metadata";

export const generateMetadata = () => pageTitle("receivables.verifyTitle");

export default async function Page(props: { params: Promise<{ receivable: string }> }) {
  const { receivable } = await props.params;
  return <VerifyPage id={receivable} />;
}
