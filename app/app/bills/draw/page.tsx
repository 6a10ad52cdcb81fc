import { DrawPage } from "@/features/bills/draw/draw-page";
import { pageTitle } from "@/i18n/metadata";

export const generateMetadata = () => pageTitle("bills.draw");

export default function Page() {
  return <DrawPage />;
}
