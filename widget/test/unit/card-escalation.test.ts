import { expect, test } from "vitest";
import type { State } from "../../src/state.ts";
import type { EscalationCard } from "../../src/types.ts";
import { announcement, numbersOf } from "../../src/view/card-escalation.ts";

const card: EscalationCard = {
  type: "escalation", level: "emergency", title: "Call now", country: "US", countries: [], steps: ["**Stay** with them."], hint: "",
  numbers: [{ kind: "emergency", label: "Emergency services", number: "911", tel: "tel:911" }],
};
const state = (country: string | null) => ({ country, numbers: {} }) as unknown as State;
const shown = (level: EscalationCard["level"], country: string | null, own = card) => numbersOf({ ...own, level }, state(country)).map(({ number }) => number);

test("the card's own numbers count for its own country", () => {
  expect(shown("emergency", "US")).toEqual(["911"]);
  expect(shown("emergency", null)).toEqual(["911"]);
});

test("for another country, the numbers of the kinds its level needs", () => {
  expect(shown("emergency", "GB")).toEqual(["999"]);
  expect(shown("crisis", "GB")).toEqual(["116 123", "999"]);
  expect(shown("urgent", "GB")).toEqual(["999"]);
});

test("a card without numbers still shows where to call", () => {
  expect(shown("emergency", null, { ...card, country: null, numbers: [] })).toEqual(["112", "911"]);
  expect(shown("crisis", "XX", { ...card, country: null, numbers: [] })).toEqual(["112", "911"]);
});

test("what is read out at once is what it is, whom to call and the first step", () => {
  expect(announcement(card, state("US"))).toBe("Call now. Call Emergency services: 911. Stay with them.");
});
