import type { Description } from "@tallystick/sdk/data/buildManifest";
import type { SourceFile } from "@tallystick/sdk/data/dataset";
import { npmFile, npmRows } from "./files.ts";

// Real public data, as npm packages carry it. Sources and licences are those of vega-datasets' datapackage.json and of
// world-atlas' README; what has no clear licence there was left out.

export interface CatalogueEntry {
  readonly about: Description;
  /** Opened at each use: a stream is read once. */
  readonly files: () => SourceFile[];
}

/** Works of the United States' government are in the public domain there; SPDX has no identifier for that. */
const US_GOVERNMENT = { spdx: "LicenseRef-US-Government-Work" } as const;
const CC_BY = { spdx: "CC-BY-4.0" } as const;

const vega = (file: string) => npmFile("vega-datasets", `data/${file}`);
const atlas = (file: string) => npmFile("world-atlas", file);

export const catalogue = {
  weather: {
    about: {
      title: "Weather of Seattle and New York",
      description:
        "Daily precipitation, temperatures and wind of Seattle and New York, 2012 to 2015, and Seattle's hourly normals of 1981 to 2010. Metric units. Source: NOAA National Centers for Environmental Information, by way of vega-datasets.",
      language: "en",
      keywords: ["weather", "climate", "NOAA", "Seattle", "New York"],
      licence: US_GOVERNMENT,
    },
    files: () => [vega("weather.csv"), vega("seattle-weather-hourly-normals.csv")],
  },
  co2: {
    about: {
      title: "Carbon dioxide in the air at Mauna Loa",
      description:
        "Monthly concentration in parts per million, measured and seasonally adjusted, 1958 to 2020. Source: Scripps CO2 Program, by way of vega-datasets.",
      language: "en",
      keywords: ["climate", "CO2", "Scripps"],
      licence: CC_BY,
    },
    files: () => [vega("co2-concentration.csv")],
  },
  temperature: {
    about: {
      title: "Global temperature anomaly",
      description:
        "Land and ocean temperature index, one value a year from 1880, in degrees from the mean of 1951 to 1980. Version 1 ends in 2019. Source: NASA Goddard Institute for Space Studies (GISTEMP), by way of vega-datasets.",
      language: "en",
      keywords: ["climate", "temperature", "NASA"],
      licence: US_GOVERNMENT,
    },
    files: () => [npmRows("vega-datasets", "data/global-temp.csv", (row) => Number(row.split(",")[0]) < 2020)],
  },
  temperatureLater: {
    about: {
      title: "Global temperature anomaly",
      description:
        "Land and ocean temperature index, one value a year from 1880 to 2023, in degrees from the mean of 1951 to 1980. Source: NASA Goddard Institute for Space Studies (GISTEMP), by way of vega-datasets.",
      language: "en",
      keywords: ["climate", "temperature", "NASA"],
      licence: US_GOVERNMENT,
    },
    files: () => [vega("global-temp.csv")],
  },
  penguins: {
    about: {
      title: "Penguins of the Palmer Archipelago",
      description:
        "Size, sex and island of 344 penguins of three species. Collected by Dr. Kristen Gorman and the Palmer Station Antarctica LTER, by way of vega-datasets.",
      language: "en",
      keywords: ["biology", "Antarctica", "penguins"],
      licence: { spdx: "CC0-1.0" },
    },
    files: () => [vega("penguins.json")],
  },
  boundaries: {
    about: {
      title: "Boundaries of the world's countries",
      description:
        "TopoJSON of countries and land at three scales: 1:110 million, 1:50 million, 1:10 million. Made from Natural Earth 4.1 (public domain) by world-atlas 2.0.",
      language: "en",
      keywords: ["maps", "countries", "TopoJSON", "Natural Earth"],
      licence: { spdx: "ISC" },
    },
    files: () => [atlas("countries-110m.json"), atlas("countries-50m.json"), atlas("countries-10m.json")],
  },
  airports: {
    about: {
      title: "Airports of the United States",
      description:
        "Code, name, place and coordinates of over 3,300 airports of the United States and its territories. Source: Data.gov, by way of vega-datasets.",
      language: "en",
      keywords: ["transport", "airports", "coordinates"],
      licence: US_GOVERNMENT,
    },
    files: () => [vega("airports.csv")],
  },
  strikes: {
    about: {
      title: "Wildlife strikes on aircraft",
      description:
        "Reported strikes with species, phase of flight, damage and cost. For accredited researchers. Source: FAA Wildlife Strike Database, by way of vega-datasets.",
      language: "en",
      keywords: ["transport", "aviation", "safety", "wildlife"],
      licence: US_GOVERNMENT,
    },
    files: () => [vega("birdstrikes.csv")],
  },
  earthquakes: {
    about: {
      title: "Earthquakes of one week",
      description:
        "GeoJSON of about 1,700 seismic events of all magnitudes, 31 January to 7 February 2018. Source: USGS Earthquake Hazards Program, by way of vega-datasets.",
      language: "en",
      keywords: ["geology", "earthquakes", "GeoJSON", "USGS"],
      licence: US_GOVERNMENT,
    },
    files: () => [vega("earthquakes.json")],
  },
  postalCodes: {
    about: {
      title: "Postal codes of the United States",
      description:
        "Coordinates, city, state and county of each postal code, as of 2017. Source: GeoNames, by way of vega-datasets.",
      language: "en",
      keywords: ["maps", "postal codes", "GeoNames"],
      licence: CC_BY,
    },
    files: () => [vega("zipcodes.csv")],
  },
  flights: {
    about: {
      title: "Flights between airports",
      description:
        "How many flights went from each airport of the United States to each other one in 2008. Sold by the access, on a tab. Source: U.S. Bureau of Transportation Statistics, by way of vega-datasets.",
      language: "en",
      keywords: ["transport", "aviation", "routes"],
      licence: US_GOVERNMENT,
    },
    files: () => [vega("flights-airport.csv")],
  },
  obesity: {
    about: {
      title: "Obesity in the United States, as a record under consent",
      description:
        "Share of adults with a body mass index of 30 or more, by state, 1995. Public figures without any person in them, put under the consent of three key holders to show how a hospital would keep a record that is not public. Source: Behavioral Risk Factor Surveillance System (CDC), by way of vega-datasets.",
      language: "en",
      keywords: ["health", "consent", "CDC"],
      licence: US_GOVERNMENT,
    },
    files: () => [vega("obesity.json")],
  },
  species: {
    about: {
      title: "Habitats of four species by county",
      description:
        "Year-round habitat of American robin, white-tailed deer, American bullfrog and common gartersnake, in percent of each county of the United States. For invited accounts, and for accredited members of Meridian Climate. Source: USGS Gap Analysis Project, by way of vega-datasets.",
      language: "en",
      keywords: ["biology", "wildlife", "habitats", "USGS"],
      licence: US_GOVERNMENT,
    },
    files: () => [vega("species.csv")],
  },
  employment: {
    about: {
      title: "Employment in the United States by sector",
      description:
        "Jobs in thousands, seasonally adjusted, monthly from 2006 to 2015, of 22 sectors. For buyers of Harbour Analytics. Source: U.S. Bureau of Labor Statistics, Current Employment Statistics, by way of vega-datasets.",
      language: "en",
      keywords: ["economy", "employment", "BLS"],
      licence: US_GOVERNMENT,
    },
    files: () => [vega("us-employment.csv")],
  },
  electricity: {
    about: {
      title: "Electricity of Iowa by source",
      description:
        "Net generation a year in thousand megawatt-hours: fossil, nuclear and renewable, 2001 to 2017. Source: U.S. Energy Information Administration, by way of vega-datasets.",
      language: "en",
      keywords: ["energy", "electricity", "EIA"],
      licence: US_GOVERNMENT,
    },
    files: () => [vega("iowa-electricity.csv")],
  },
  health: {
    about: {
      title: "Health and income of nations",
      description:
        "Income a head, life expectancy, population and region of the world's countries. Source: Gapminder, by way of vega-datasets.",
      language: "en",
      keywords: ["health", "income", "Gapminder"],
      licence: CC_BY,
    },
    files: () => [vega("gapminder-health-income.csv")],
  },
} satisfies Record<string, CatalogueEntry>;

export type CatalogueId = keyof typeof catalogue;
