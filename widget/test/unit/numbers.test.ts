import { expect, test } from "vitest";
import { COUNTRIES, countryOf, guessCountry, inOrder } from "../../src/numbers.ts";

test.each(COUNTRIES.map((country) => [country.name, country] as const))("%s has an emergency number that can be dialled", (_, { code, numbers }) => {
  expect(code).toMatch(/^[A-Z]{2}$/);
  const [emergency] = inOrder(numbers, "emergency");
  expect(emergency?.kind).toBe("emergency");
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

test("the crisis line comes first where it is the one to call", () => {
  expect(inOrder(countryOf("US")!.numbers, "crisis").map(({ kind }) => kind)).toEqual(["crisis", "emergency"]);
});
