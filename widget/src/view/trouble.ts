import { html, nothing } from "lit";
import type { Chat } from "../chat.ts";
import { STRINGS } from "../strings.ts";
import { helpCard } from "./help.ts";

/** What stands between the conversation and the composer while no answer comes. */
export function troubleView(chat: Chat) {
  const { trouble, slow, emergencyLine } = chat.state;
  if (!trouble && !slow) return nothing;
  const seconds = trouble?.retryAt ? Math.max(0, Math.ceil((trouble.retryAt - Date.now()) / 1000)) : null;
  return html`<div class="trouble">
    <p>${trouble ? STRINGS[trouble.kind] : STRINGS.slow} ${seconds === null ? nothing : html`<span aria-hidden="true">${STRINGS.retryIn(seconds)}</span>`}</p>
    ${trouble && trouble.kind !== "offline"
      ? html`<button type="button" class="reply" @click=${() => chat.retry()}>${STRINGS.retryNow}</button>`
      : nothing}
    <details ?open=${trouble?.kind !== "limited"}>
      <summary>${emergencyLine ?? STRINGS.emergencyLine}</summary>
      ${helpCard(chat.state, (code) => void chat.setCountry(code))}
    </details>
  </div>`;
}
