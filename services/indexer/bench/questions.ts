// What is asked of the made-up market of listings.ts.

const TOKEN = `0x${"e".repeat(40)}`;
export const QUESTIONS: Readonly<Record<string, Record<string, string>>> = {
  "all, newest, facets": { facets: "true" },
  "all, page by number 8,000": { offset: "99900" },
  "all, most sold": { sort: "sold" },
  "all, best rated": { sort: "rated" },
  "cheapest in a token": { token: TOKEN, sort: "cheapest" },
  "price range, newest": { token: TOKEN, minPrice: "2000000", maxPrice: "3000000" },
  "a common word (half of all)": { q: "data" },
  "a common word, facets": { q: "data", facets: "true" },
  "a common word in few titles": { q: "measured" },
  "a rare word": { q: "quokka" },
  "beginning of a word": { q: "clim" },
  "two words": { q: "climate rivers" },
  Chinese: { q: "气候数据" },
  "words, mode, language, facets": { q: "climate", mode: "subscription", language: "en", facets: "true" },
  "a rare keyword, facets": { keyword: "topic 77", facets: "true" },
  "mode and licence, most sold, facets": { mode: "entry", licence: "CC-BY-4.0", sort: "sold", facets: "true" },
  "records of everybody": { mode: "record" },
  "an owner's": { owner: `0x${(7).toString(16).padStart(40, "0")}` },
};
