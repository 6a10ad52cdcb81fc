import { termsOf } from "../src/api/search/terms.ts";

// A market of made-up data sets, the same at each run.

const SUBJECTS = [
  "climate",
  "rivers",
  "cars",
  "wheat prices",
  "hospital beds",
  "traffic",
  "soil",
  "birds",
  "energy",
  "ports",
];
const KINDS = ["measurements", "statistics", "survey", "forecast", "archive", "index"];
const PLACES = ["Lisbon", "Oslo", "Nairobi", "Lima", "Osaka", "Wuhan", "Austin", "Lyon", "Pune", "Perth"];
const CHINESE = ["气候数据", "河流水文数据", "汽车销售数据", "医院床位数据", "能源统计"];
const LICENCES = ["CC-BY-4.0", "CC0-1.0", "ODbL-1.0", "MIT"];
const MEDIA = ["text/csv", "application/json", "application/vnd.apache.parquet", "image/png"];
const LANGUAGES = ["en", "en", "en", "de", "zh", "fr"];

const pick = <T>(list: readonly T[], i: number): T => list[i % list.length] as T;
const hex = (value: number, size: number): string => `0x${value.toString(16).padStart(size * 2, "0")}`;
const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;
const array = (values: readonly string[]): string => `array[${values.map(text).join(",")}]::text[]`;
/** Scatters numbers, so that order of making says nothing about anything else. */
const mixed = (i: number, salt: number): number => Math.imul(i + salt, 2_654_435_761) >>> 8;

interface Made {
  readonly dataset: string;
  readonly manifest: string;
  readonly offers: readonly string[];
  readonly rating: string | undefined;
  readonly record: string | undefined;
}

function made(i: number): Made {
  const id = hex(mixed(i, 1) * 1_048_576 + i, 32);
  const owner = hex(i % 2_000, 20);
  const language = pick(LANGUAGES, mixed(i, 2));
  const subject = pick(SUBJECTS, mixed(i, 3));
  const isRare = i % 25_000 === 7;
  const title =
    language === "zh"
      ? `${pick(CHINESE, mixed(i, 4))} ${i}`
      : `${pick(PLACES, mixed(i, 5))} ${subject} ${pick(KINDS, mixed(i, 6))} ${1900 + (i % 125)}`;
  const common = mixed(i, 7) % 2 === 0 ? "Open data with a schema and a sample." : "Collected by hand.";
  const description = `${common} Series ${i}, measured daily${isRare ? " by a quokka" : ""}.`;
  const keywords = [subject, `topic ${mixed(i, 8) % 500}`, pick(KINDS, mixed(i, 9))];
  const [licence, media] = [pick(LICENCES, mixed(i, 10)), pick(MEDIA, mixed(i, 11))];
  const tags = [
    `language:${language}`,
    `licence:${licence}`,
    `media:${media}`,
    ...keywords.map((each) => `keyword:${each}`),
  ];
  const sold = Math.floor(1e6 / ((mixed(i, 12) % 100_000) + 10));
  const price = mixed(i, 13) % 4 === 0 ? 0 : (mixed(i, 14) % 1_000) * 10_000 + 10_000;
  const offer = (n: number, cost: number, duration: number): string =>
    `(31337, ${text(hex(i * 4 + n, 32))}, ${text(id)}, ${text(owner)}, ${text(`0x${(cost === 0 ? "0" : "e").repeat(40)}`)},
      ${cost}, ${duration}, 0, 'open', ${sold}, ${text(hex(0, 20))})`;
  const stars = mixed(i, 15) % 10 === 0 ? (mixed(i, 16) % 40) + 1 : 0;
  return {
    dataset: `(31337, ${text(id)}, ${text(owner)}, ${text(owner)}, 1, 0, ${sold}, ${1_700_000_000 + i}, ${1_700_000_000 + i})`,
    manifest: `(31337, ${text(id)}, 1, 'ok', 0, 0, ${text(title)}, ${text(description)}, ${text(language)}, ${array(keywords)},
      ${text(licence)}, '[]', ${array(termsOf(title))}, ${array(termsOf(title, ...keywords))},
      ${array(termsOf(title, ...keywords, description))}, ${array([...new Set(tags)])})`,
    offers: price === 0 ? [offer(0, 0, 0)] : [offer(0, price, 2_592_000), offer(1, price * 5, 0)],
    rating: stars === 0 ? undefined : `(31337, ${text(id)}, ${stars}, ${stars * (1 + (mixed(i, 17) % 5))}, 0, 0)`,
    record:
      mixed(i, 18) % 200 === 0
        ? `(31337, ${text(id)}, ${text(owner)}, '{}', 2, 0, false, '0x', 0, 0, 0, 0, 0)`
        : undefined,
  };
}

const BATCH = 2_000;

/** Writes so many data sets into the indexed tables. */
export async function fill(run: (statement: string) => Promise<unknown>, count: number): Promise<void> {
  for (let first = 0; first < count; first += BATCH) {
    const rows = Array.from({ length: Math.min(BATCH, count - first) }, (_, i) => made(first + i));
    const insert = async (into: string, values: readonly (string | undefined)[]): Promise<void> => {
      const given = values.filter((value) => value !== undefined);
      if (given.length > 0) await run(`insert into ${into} values ${given.join(", ")}`);
    };
    await insert(
      "dataset (chain_id, id, publisher, owner, latest, head, sold, created_at, updated_at)",
      rows.map((row) => row.dataset),
    );
    await insert(
      `manifest (chain_id, dataset, version, status, attempts, tried_at, title, description, language, keywords, licence,
        segments, title_terms, key_terms, terms, tags)`,
      rows.map((row) => row.manifest),
    );
    await insert(
      "offer (chain_id, id, dataset, seller, token, price, duration, max_sales, status, sold, policy)",
      rows.flatMap((row) => row.offers),
    );
    await insert(
      "rating_total (chain_id, dataset, paid_count, paid_stars, free_count, free_stars)",
      rows.map((row) => row.rating),
    );
    await insert(
      `record (chain_id, dataset, publisher, holders, threshold, epoch, also_right, emergency_credential,
        emergency_seconds, breaks, open_reviews, recorded_at, updated_at)`,
      rows.map((row) => row.record),
    );
  }
}
