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

/** The numbers with those of the wanted kind in front. */
export function inOrder(numbers: PhoneNumber[], first: PhoneNumber["kind"]): PhoneNumber[] {
  return [...numbers.filter((n) => n.kind === first), ...numbers.filter((n) => n.kind !== first)];
}
