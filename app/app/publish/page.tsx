import { Suspense } from "react";
import { PublishPage } from "@/features/publish/publish-page";
import { pageTitle } from "@/i18n/metadata";

export const generateMetadata = () => pageTitle("nav.publish");

export default function Page() {
  return (
    <Suspense>
      <PublishPage />
    </Suspense>
  );
}
