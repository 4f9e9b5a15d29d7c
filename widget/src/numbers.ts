import bundled from "./emergency-numbers.json";
import type { Country, PhoneNumber } from "./types.ts";

/** Shipped in the bundle, so that help is one tap away with no server and no network. */
export const COUNTRIES = bundled as Country[];

/** Told to people whose country is not known: 112 and 911 are the two that reach help most widely. */
export const EVERYWHERE: PhoneNumber[] = [
  { kind: "emergency", label: "Europe and many other countries", number: "112", tel: "tel:112" },
  { kind: "emergency", label: "United States, Canada and others", number: "911", tel: "tel:911" },
];

export function countryOf(code: string | null): Country | null {
  return COUNTRIES.find((country) => country.code === code) ?? null;
}

/**
 * The country a browser's languages hint at ("en-GB" is GB), if its numbers are known. Only a guess:
 * where it is used, the page says which country the numbers are for and offers to change it.
 */
export function guessCountry(languages: readonly string[]): string | null {
  for (const language of languages) {
    const region = /^[a-z]{2,3}(?:-[a-z]{4})?-([a-z]{2})\b/i.exec(language)?.[1]?.toUpperCase();
    if (region && countryOf(region)) return region;
  }
  return null;
}

/** The numbers of these kinds, in the order of the kinds. */
export function ofKinds(numbers: PhoneNumber[], kinds: PhoneNumber["kind"][]): PhoneNumber[] {
  return kinds.flatMap((kind) => numbers.filter((number) => number.kind === kind));
}

/** The numbers of the country the reader chose: the server's once it was asked, the bundled ones until then. */
export function chosenNumbers({ country, numbers }: { country: string | null; numbers: Record<string, PhoneNumber[]> }): PhoneNumber[] | null {
  if (!country) return null;
  return numbers[country]?.length ? numbers[country] : (countryOf(country)?.numbers ?? null);
}
