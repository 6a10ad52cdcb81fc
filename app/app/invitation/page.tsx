import { InvitationPage } from "@/features/invitation/invitation-page";
import { pageTitle } from "@/i18n/metadata";

export const generateMetadata = () => pageTitle("exchange.invitation");

export default function Page() {
  return <InvitationPage />;
}
