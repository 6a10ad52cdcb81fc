import { lineFault, textFault } from "@tallystick/sdk/data/names";

export interface AboutDraft {
  readonly title: string;
  readonly description: string;
  readonly keywords: string;
  readonly language: string;
  readonly licence: string;
}

export const emptyAbout: AboutDraft = {
  title: "",
  description: "",
  keywords: "",
  language: "en",
  licence: "CC-BY-4.0",
};

export type AboutFault = keyof AboutDraft;

export function keywordsOf(text: string): readonly string[] {
  return [
    ...new Set(
      text
        .split(/[,，、;]/)
        .map((word) => word.trim())
        .filter(Boolean),
    ),
  ];
}

export function aboutFaults(draft: AboutDraft): readonly AboutFault[] {
  const faults: AboutFault[] = [];
  const title = draft.title.trim();
  if (title === "" || title.length > 200 || lineFault(title)) faults.push("title");
  if (draft.description.trim() === "" || draft.description.length > 20_000 || textFault(draft.description))
    faults.push("description");
  const keywords = keywordsOf(draft.keywords);
  if (keywords.length > 50 || keywords.some((word) => word.length > 50 || lineFault(word))) faults.push("keywords");
  if (!/^[A-Za-z0-9.+ ()-]{1,100}$/.test(draft.licence)) faults.push("licence");
  return faults;
}
