import { ProposalPage } from "@/features/governance/proposal/proposal-page";
import { pageTitle } from "@/i18n/metadata";

export const generateMetadata = () => pageTitle("governance.proposal");

export default async function Page(props: { params: Promise<{ proposal: string }> }) {
  const { proposal } = await props.params;
  return <ProposalPage id={proposal} />;
}
