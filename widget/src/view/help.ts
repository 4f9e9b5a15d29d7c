import { html } from "lit";
import type { State } from "../state.ts";
import { chosenNumbers, COUNTRIES, EVERYWHERE } from "../numbers.ts";
import { STRINGS } from "../strings.ts";
import { BACK } from "./icons.ts";
import { countrySelect, numbersView } from "./numbers.ts";

/** Help that needs no server: the numbers come out of the bundle. */
export function helpCard(state: State, choose: (code: string) => void) {
  return html`${numbersView(chosenNumbers(state) ?? EVERYWHERE)} ${countrySelect(state.country, COUNTRIES, choose)}
    <p class="small">${STRINGS.otherCountry}</p>`;
}

export function helpView(state: State, choose: (code: string) => void, back: () => void) {
  return html`<div class="sheet" role="region" aria-label=${STRINGS.helpTitle}>
    <button type="button" class="back" @click=${back}>${BACK}${STRINGS.helpBack}</button>
    <h3 tabindex="-1">${STRINGS.helpTitle}</h3>
    <p>${STRINGS.helpIntro}</p>
    ${helpCard(state, choose)}
  </div>`;
}
