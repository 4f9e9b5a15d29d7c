import { html, nothing } from "lit";
import { keyed } from "lit/directives/keyed.js";
import { repeat } from "lit/directives/repeat.js";
import type { Chat } from "../chat.ts";
import { keyOf, lastAnswer } from "../entries.ts";
import { STRINGS } from "../strings.ts";
import { composerView } from "./composer.ts";
import { entryView, type EntryActions } from "./entry.ts";
import { helpView } from "./help.ts";
import { CHAT, CLOSE, MORE } from "./icons.ts";
import { confirmView, menuView, type MenuActions } from "./menu.ts";
import { troubleView } from "./trouble.ts";
import { welcomeView } from "./welcome.ts";

/** What is open over the conversation: one thing at a time, closed by Escape before the panel is. */
export type Overlay = "menu" | "help" | "confirm" | null;

export interface PanelState {
  overlay: Overlay;
  /** Said once, and gone after some seconds. */
  flash: string;
  alert: { key: string; text: string };
  retentionHours: number;
}

export interface PanelActions {
  open: () => void;
  close: () => void;
  closed: () => void;
  key: (event: KeyboardEvent) => void;
  back: (event: Event) => void;
  show: (overlay: Overlay) => void;
  begin: () => void;
  submit: () => void;
  forget: () => void;
  menu: MenuActions;
  entry: EntryActions;
}

export function launcherView(chat: Chat, open: () => void) {
  const { state } = chat;
  const unread = state.open || !state.unread ? "" : STRINGS.unread(state.unread);
  return html`<button type="button" class="launcher" aria-haspopup="dialog" aria-expanded=${state.open ? "true" : "false"} ?hidden=${state.open} @click=${open}>
      ${CHAT}<span>${STRINGS.launch}</span>
      ${unread ? html`<span class="badge"><span aria-hidden="true">${state.unread}</span><span class="sr">${unread}</span></span>` : nothing}
    </button>
    <p class="sr" role="status">${unread}</p>`;
}

function headerView(chat: Chat, overlay: Overlay, on: PanelActions) {
  const expanded = (name: Overlay) => (overlay === name ? "true" : "false");
  const toggle = (name: Overlay) => () => on.show(overlay === name ? null : name);
  return html`<div class="header">
    <div class="title"><h2 id="title">${STRINGS.name}</h2><p>${STRINGS.subtitle}</p></div>
    <button type="button" class="help" aria-expanded=${expanded("help")} @click=${toggle("help")}>${STRINGS.help}</button>
    <button type="button" class="round more" aria-label=${STRINGS.menu} aria-expanded=${expanded("menu")} @click=${toggle("menu")}>${MORE}</button>
    ${overlay === "menu" ? menuView(chat.state.keep, !chat.started, on.menu) : nothing}
    <button type="button" class="round" aria-label=${STRINGS.close} @click=${on.close}>${CLOSE}</button>
  </div>`;
}

/** In the page before the first entry is: a live region reads out only what is added to it. */
function logView(chat: Chat, hidden: boolean, on: EntryActions) {
  const { state, started } = chat;
  const latest = lastAnswer(state.entries);
  return html`<div class="log ${started ? "" : "empty"}" role="log" aria-live="polite" aria-label=${STRINGS.log} tabindex=${started ? "0" : "-1"} ?hidden=${hidden}>
    ${repeat(
      state.entries,
      keyOf,
      (entry) => html`<div class="entry ${entry.kind === "answer" && !entry.fresh ? "" : "fresh"}">${entryView(entry, entry === latest && !state.busy, chat, on)}</div>`,
    )}
    ${state.busy ? html`<div class="typing" aria-hidden="true"><i></i><i></i><i></i></div>` : nothing}
  </div>`;
}

export function panelView(chat: Chat, { overlay, flash, alert, retentionHours }: PanelState, on: PanelActions) {
  const { state } = chat;
  const status = flash || (state.trouble ? STRINGS[state.trouble.kind] : state.slow ? STRINGS.slow : "");
  const helping = overlay === "help";
  return html`<dialog class="panel" aria-labelledby="title" @keydown=${on.key} @cancel=${on.back} @close=${on.closed}>
    ${headerView(chat, overlay, on)}
    ${helping ? helpView(state, (code) => void chat.setCountry(code), () => on.show(null)) : nothing}
    ${chat.started || helping ? nothing : welcomeView(state.keep, retentionHours, on.menu.keep, on.begin)}
    ${logView(chat, helping, on.entry)} ${troubleView(chat)}
    ${overlay === "confirm" ? confirmView(on.forget, () => on.show(null)) : nothing}
    ${flash ? html`<p class="toast" aria-hidden="true">${flash}</p>` : nothing}
    <p class="sr" role="status">${status}</p>
    <p class="sr" role="alert">${keyed(alert.key, html`<span>${alert.text}</span>`)}</p>
    ${composerView(state, (draft) => chat.setDraft(draft), on.submit)}
  </dialog>`;
}
