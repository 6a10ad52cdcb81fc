"use client";

import dynamic from "next/dynamic";
import { PageTitle, Skeleton } from "@/components/ui";
import { useLanguage } from "@/i18n/context";

/** It brings the contracts' ABIs and the hashes of terms: loaded when the page stands. */
const RegisterForm = dynamic(() => import("./register-form").then((module) => module.RegisterForm), {
  ssr: false,
  loading: () => <Skeleton className="h-96" />,
});

export function RegisterPage() {
  const { t } = useLanguage();
  return (
    <>
      <PageTitle title={t("receivables.regTitle")} lead={t("receivables.regLead")} />
      <RegisterForm />
    </>
  );
}
