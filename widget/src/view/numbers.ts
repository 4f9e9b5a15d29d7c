import { html, nothing } from "lit";
import { live } from "lit/directives/live.js";
import { STRINGS } from "../strings.ts";
import type { PhoneNumber } from "../types.ts";
import { PHONE } from "./icons.ts";

function number(entry: PhoneNumber) {
  const content = html`${PHONE}<span class="call-text"><span class="call-label">${entry.label}</span><span class="call-number">${entry.number}</span></span>`;
  const tel = entry.tel && /^(tel|sms):\+?[0-9]{2,15}$/.test(entry.tel) ? entry.tel : null;
  const verb = tel?.startsWith("sms:") ? STRINGS.write : STRINGS.call;
  return html`<li>
    ${tel
      ? html`<a class="call ${entry.kind}" href=${tel}><span class="sr">${verb}</span>${content}</a>`
      : html`<span class="call ${entry.kind}">${content}</span>`}
    ${entry.note ? html`<span class="small">${entry.note}</span>` : nothing}
  </li>`;
}

export function numbersView(numbers: PhoneNumber[]) {
  return html`<ul class="numbers">${numbers.map(number)}</ul>`;
}

/** `chosen` is null where the country is not known. Countries come with their names in one language. */
export function countrySelect(chosen: string | null, countries: { code: string; name: string }[], choose: (code: string) => void) {
  const known = countries.some(({ code }) => code === chosen);
  return html`<label class="country"
    >${STRINGS.countryLabel}
    <select .value=${live(known ? chosen : "")} @change=${(event: Event) => choose((event.target as HTMLSelectElement).value)}>
      ${known
        ? nothing
        : html`<option value="" disabled selected>${STRINGS.countryUnknown}</option>`}
      ${countries.map(({ code, name }) => html`<option value=${code} ?selected=${code === chosen}>${name}</option>`)}
    </select>
  </label>`;
}
