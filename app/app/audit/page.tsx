import { AuditPage } from "@/features/audit/audit-page";
import { pageTitle } from "@/i18n/metadata";

export const generateMetadata = () => pageTitle("nav.audit");

export default function Page() {
  return <AuditPage />;
}
