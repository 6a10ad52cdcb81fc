import { LibraryPage } from "@/features/library/library-page";
import { pageTitle } from "@/i18n/metadata";

export const generateMetadata = () => pageTitle("nav.library");

export default function Page() {
  return <LibraryPage />;
}
