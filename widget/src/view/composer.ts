import { html, nothing } from "lit";
import type { State } from "../state.ts";
import { STRINGS } from "../strings.ts";
import { SEND } from "./icons.ts";

/** The server takes bodies of 8 KiB; what is left after the JSON around the text and a client_id. */
export const MOST_BYTES = 8_000;
/** From here on the counter shows; the topic is read from as many characters. */
const LONG = 1_000;

const bytes = (text: string) => new TextEncoder().encode(JSON.stringify(text)).length - 2;

export function isSendable(draft: string): boolean {
  return draft.trim() !== "" && bytes(draft.trim()) <= MOST_BYTES;
}

function hint(state: State) {
  const used = bytes(state.draft.trim());
  if (used > MOST_BYTES) return STRINGS.tooLong(used - MOST_BYTES);
  if (state.refused) return [STRINGS.refused, state.emergencyLine].filter(Boolean).join(" ");
  return used > LONG ? STRINGS.longText : null;
}

export function composerView(state: State, write: (text: string) => void, send: () => void) {
  const used = bytes(state.draft.trim());
  const bad = used > MOST_BYTES || state.refused;
  const submit = (event: Event) => {
    event.preventDefault();
    send();
  };
  const onKey = (event: KeyboardEvent) => {
    // isComposing: Enter that picks a word of an input method must not send.
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) submit(event);
  };
  return html`<form class="composer" @submit=${submit}>
    <label class="sr" for="compose">${STRINGS.compose}</label>
    <textarea
      id="compose"
      rows="1"
      placeholder=${STRINGS.composeHint}
      aria-describedby="compose-hint"
      aria-invalid=${bad ? "true" : "false"}
      enterkeyhint="send"
      autocomplete="off"
      .value=${state.draft}
      @input=${(event: Event) => write((event.target as HTMLTextAreaElement).value)}
      @keydown=${onKey}
    ></textarea>
    <button type="submit" class="send" aria-label=${STRINGS.send} aria-disabled=${isSendable(state.draft) ? "false" : "true"}>${SEND}</button>
    <div class="below">
      <span id="compose-hint" class=${bad ? "error" : ""} role="status">${hint(state) ?? nothing}</span>
      ${used > LONG / 2 ? html`<span class="count">${STRINGS.count(used, MOST_BYTES)}</span>` : nothing}
    </div>
  </form>`;
}
