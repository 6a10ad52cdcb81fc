import { TabsPage } from "@/features/tabs/tabs-page";
import { pageTitle } from "@/i18n/metadata";

export const generateMetadata = () => pageTitle("tabs.title");

export default async function Page(props: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const { provider, token } = await props.searchParams;
  return <TabsPage provider={accountOf(provider)} token={accountOf(token)} />;
}

const accountOf = (value: unknown) =>
  typeof value === "string" && /^0x[0-9a-fA-F]{40}$/.test(value) ? (value as `0x${string}`) : undefined;
