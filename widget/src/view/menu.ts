import { html } from "lit";
import { STRINGS } from "../strings.ts";
import type { Keep } from "../types.ts";

export interface MenuActions {
  restart: () => void;
  copy: () => void;
  download: () => void;
  print: () => void;
  forget: () => void;
  keep: (keep: Keep) => void;
}

export function menuView(keep: Keep, empty: boolean, on: MenuActions) {
  const item = (label: string, act: () => void, className = "") =>
    html`<li><button type="button" class="item ${className}" ?disabled=${empty} @click=${act}>${label}</button></li>`;
  return html`<ul id="menu" class="menu" aria-label=${STRINGS.menu}>
    ${item(STRINGS.restart, on.restart)} ${item(STRINGS.copy, on.copy)} ${item(STRINGS.download, on.download)} ${item(STRINGS.print, on.print)}
    <li>
      <label class="item choice"
        ><input type="checkbox" .checked=${keep === "device"} ?disabled=${keep === "nothing"} @change=${(event: Event) => on.keep((event.target as HTMLInputElement).checked ? "device" : "tab")} />
        <span>${STRINGS.remember}<span class="small">${STRINGS.rememberHint}</span></span></label
      >
    </li>
    ${item(STRINGS.forget, on.forget, "grave")}
  </ul>`;
}

export function confirmView(yes: () => void, no: () => void) {
  return html`<div class="confirm" role="group" aria-labelledby="confirm-text">
    <p id="confirm-text">${STRINGS.forgetQuestion}</p>
    <button type="button" class="primary grave" @click=${yes}>${STRINGS.forgetYes}</button>
    <button type="button" class="reply" @click=${no}>${STRINGS.forgetNo}</button>
  </div>`;
}
