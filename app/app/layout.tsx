import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";
import { Providers } from "@/components/providers";
import { Toasts } from "@/features/activity/activity";
import { Banners } from "@/features/shell/banners";
import { Footer } from "@/features/shell/footer";
import { Header } from "@/features/shell/header";
import { LanguageProvider } from "@/i18n/context";
import { dictionaryOf } from "@/i18n/dictionary";
import { requestLocale, requestTheme } from "@/i18n/server";
import { appConfig } from "@/lib/server/config";
import "./globals.css";

export async function generateMetadata(): Promise<Metadata> {
  const words = dictionaryOf(await requestLocale());
  return { title: { default: "Tallystick", template: "%s · Tallystick" }, description: words.home.title };
}

export const viewport: Viewport = { colorScheme: "light dark" };

export default async function RootLayout({ children }: { children: ReactNode }) {
  const [locale, theme] = await Promise.all([requestLocale(), requestTheme()]);
  const words = dictionaryOf(locale);
  return (
    <html lang={locale === "zh" ? "zh-Hans" : "en"} data-theme={theme}>
      <body className="flex min-h-dvh flex-col">
        <LanguageProvider locale={locale} words={words}>
          <Providers config={appConfig()}>
            <a
              href="#content"
              className="sr-only focus:not-sr-only focus:absolute focus:z-40 focus:m-2 focus:rounded-lg focus:bg-surface focus:px-4 focus:py-2"
            >
              {words.common.skip}
            </a>
            <Header />
            <Banners />
            <main
              id="content"
              tabIndex={-1}
              className="mx-auto w-full max-w-6xl flex-1 px-4 pt-10 outline-none sm:px-6"
            >
              {children}
            </main>
            <Footer theme={theme} />
            <Toasts />
          </Providers>
        </LanguageProvider>
      </body>
    </html>
  );
}
