import { expect, test } from "vitest";
import { chosenNumbers, COUNTRIES, countryOf, guessCountry, ofKinds } from "../../src/numbers.ts";

test.each(COUNTRIES.map((country) => [country.name, country] as const))("%s has an emergency number that can be dialled", (_, { code, numbers }) => {
  expect(code).toMatch(/^[A-Z]{2}$/);
  const [emergency] = ofKinds(numbers, ["emergency"]);
  expect(emergency?.tel).toMatch(/^tel:\+?\d+$/);
  for (const { tel } of numbers) expect(tel ?? "tel:112").toMatch(/^(tel|sms):\+?\d{2,15}$/);
});

test("no country is listed twice", () => {
  expect(new Set(COUNTRIES.map(({ code }) => code)).size).toBe(COUNTRIES.length);
});

test.each([
  [["en-GB", "en"], "GB"],
  [["en", "de-AT"], "AT"],
  [["zh-Hant-XX", "en-us"], "US"],
  [["en", "eo"], null],
  [[], null],
])("%j hints at %s", (languages, country) => {
  expect(guessCountry(languages)).toBe(country);
});

test("the crisis line comes first where it is the one to call, and other kinds are left out", () => {
  const { numbers } = countryOf("US")!;
  expect(ofKinds(numbers, ["crisis", "emergency"]).map(({ kind }) => kind)).toEqual(["crisis", "emergency"]);
  expect(ofKinds(numbers, ["emergency"]).map(({ kind }) => kind)).toEqual(["emergency"]);
});

test("a country without numbers falls back to the bundle, then to none", () => {
  expect(chosenNumbers({ country: "US", numbers: { US: [] } })).toBe(countryOf("US")!.numbers);
  expect(chosenNumbers({ country: "XX", numbers: { XX: [] } })).toBeNull();
});
