import { SwapPage } from "@/features/swaps/one/swap-page";
import { pageTitle } from "@/i18n/metadata";

export const generateMetadata = () => pageTitle("swaps.one");

export default async function Page(props: { params: Promise<{ swap: string }> }) {
  const { swap } = await props.params;
  return <SwapPage id={swap} />;
}
