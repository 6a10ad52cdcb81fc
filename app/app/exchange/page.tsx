import { ExchangePage } from "@/features/exchange/exchange-page";
import { pageTitle } from "@/i18n/metadata";

export const generateMetadata = () => pageTitle("exchange.title");

export default function Page() {
  return <ExchangePage />;
}
