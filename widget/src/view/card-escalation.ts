import { html } from "lit";
import type { State } from "../state.ts";
import { plainText } from "../markdown.ts";
import { chosenNumbers, EVERYWHERE, ofKinds } from "../numbers.ts";
import { STRINGS } from "../strings.ts";
import type { EscalationCard, NumberKind, PhoneNumber } from "../types.ts";
import { countrySelect, numbersView } from "./numbers.ts";
import { line } from "./text.ts";

const KINDS: Record<EscalationCard["level"], NumberKind[]> = {
  emergency: ["emergency"],
  crisis: ["crisis", "emergency"],
  urgent: ["emergency", "poison"],
};

/** The card's own numbers, unless the reader has chosen another country since; never none. */
export function numbersOf(card: EscalationCard, state: State): PhoneNumber[] {
  const chosen = state.country === card.country ? null : chosenNumbers(state);
  const numbers = chosen ? ofKinds(chosen, KINDS[card.level]) : card.numbers;
  return numbers.length ? numbers : EVERYWHERE;
}

/** What is read out at once: what it is, the number to call and the first step. */
export function announcement(card: EscalationCard, state: State): string {
  const [first] = numbersOf(card, state);
  return [card.title, first ? `${STRINGS.call} ${first.label}: ${first.number}` : "", plainText(card.steps[0] ?? "")].filter(Boolean).join(". ");
}

/**
 * `aria-live` is off: the card is announced once, shortened, by the panel's alert region, and choosing
 * another country must not read all of it out again.
 */
export function escalationCard(card: EscalationCard, state: State, choose: (code: string) => void) {
  return html`<section class="card escalation ${card.level}" aria-label=${card.title} aria-live="off">
    <h3>${card.title}</h3>
    ${numbersView(numbersOf(card, state))}
    ${card.steps.length ? html`<ol class="steps">${card.steps.map((step) => html`<li>${line(step)}</li>`)}</ol>` : ""}
    ${countrySelect(state.country ?? card.country, card.countries, choose)}
    ${card.hint ? html`<p class="small">${line(card.hint)}</p>` : ""}
  </section>`;
}
