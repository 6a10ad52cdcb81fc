import { StatementPage } from "@/features/receivables/statement/statement-page";
import { pageTitle } from "@/i18n/metadata";

export const generateMetadata = () => pageTitle("receivables.statement");

export default async function Page(props: { params: Promise<{ receivable: string }> }) {
  const { receivable } = await props.params;
  return <StatementPage id={receivable} />;
}
