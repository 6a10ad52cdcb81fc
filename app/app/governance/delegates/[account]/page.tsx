import { DelegatePage } from "@/features/governance/delegates/delegate-page";
import { pageTitle } from "@/i18n/metadata";

export const generateMetadata = () => pageTitle("delegates.profile");

export default async function Page(props: { params: Promise<{ account: string }> }) {
  const { account } = await props.params;
  return <DelegatePage id={account} />;
}
