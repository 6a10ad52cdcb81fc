import Link from "next/link";
import { dictionaryOf } from "@/i18n/dictionary";
import { requestLocale } from "@/i18n/server";

export default async function NotFound() {
  const { common, nav } = dictionaryOf(await requestLocale());
  return (
    <div className="py-16">
      <h1 className="text-3xl">{common.notFound}</h1>
      <p className="mt-3 mb-6 text-muted">{common.notFoundLead}</p>
      <Link href="/market" className="link">
        {nav.market}
      </Link>
    </div>
  );
}
