import { html, nothing } from "lit";
import { STRINGS } from "../strings.ts";
import type { Answer, Rating } from "../types.ts";
import { DOWN, UP } from "./icons.ts";

export function feedbackView(answer: Answer, rate: (rating: Rating) => void) {
  const { rating } = answer;
  const thumb = (helpful: boolean) =>
    html`<button type="button" class="quiet" aria-pressed=${rating?.helpful === helpful ? "true" : "false"} aria-label=${helpful ? STRINGS.yes : STRINGS.no} @click=${() => rate({ helpful })}>
      ${helpful ? UP : DOWN}
    </button>`;
  const asksWhy = rating?.helpful === false && !rating.reason;
  return html`<div class="feedback">
    <div class="thumbs" role="group" aria-label=${STRINGS.rateQuestion}><span class="small" aria-hidden="true">${STRINGS.rateQuestion}</span>${thumb(true)}${thumb(false)}</div>
    ${asksWhy
      ? html`<div class="why" role="group" aria-label=${STRINGS.why}>
          <span class="small" aria-hidden="true">${STRINGS.why}</span>
          ${STRINGS.reasons.map(([reason, label]) => html`<button type="button" class="reply" @click=${() => rate({ helpful: false, reason })}>${label}</button>`)}
        </div>`
      : nothing}
    ${rating && !asksWhy ? html`<p class="small">${STRINGS.thanks}</p>` : nothing}
  </div>`;
}
