import { AcceptorPage } from "@/features/bills/desk/acceptor/acceptor-page";
import { pageTitle } from "@/i18n/metadata";

export const generateMetadata = () => pageTitle("billDesk.acceptorTitle");

export default async function Page(props: { params: Promise<{ acceptor: string }> }) {
  const { acceptor } = await props.params;
  return <AcceptorPage text={acceptor} />;
}
