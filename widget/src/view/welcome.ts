import { html, nothing } from "lit";
import { STRINGS } from "../strings.ts";
import type { Keep } from "../types.ts";
import { NO, YES } from "./icons.ts";

const CHOICES: [Keep, string, string?][] = [
  ["tab", STRINGS.keepTab],
  ["device", STRINGS.keepDevice, STRINGS.keepDeviceHint],
  ["nothing", STRINGS.keepNothing, STRINGS.keepNothingHint],
];

/** Shown before the first message, when nothing has been sent anywhere yet. */
export function welcomeView(keep: Keep, hours: number, choose: (keep: Keep) => void, begin: () => void) {
  return html`<div class="welcome">
    <h3>${STRINGS.welcome}</h3>
    <ul>
      ${STRINGS.does.map((item) => html`<li>${YES}<span>${item}</span></li>`)}
      ${STRINGS.doesNot.map((item) => html`<li class="not">${NO}<span>${item}</span></li>`)}
    </ul>
    <p class="small">${STRINGS.keptServer(hours)}</p>
    <fieldset>
      <legend>${STRINGS.keepLegend}</legend>
      ${CHOICES.map(
        ([value, label, hint]) => html`<label class="choice"
          ><input type="radio" name="keep" value=${value} .checked=${keep === value} @change=${() => choose(value)} />
          <span>${label}${hint ? html` <span class="small">(${hint})</span>` : nothing}</span></label
        >`,
      )}
    </fieldset>
  </div>
  <div class="start"><button type="button" class="primary" @click=${begin}>${STRINGS.begin}</button></div>`;
}
