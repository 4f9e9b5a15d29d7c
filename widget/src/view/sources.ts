import { html, nothing } from "lit";
import { safeHref } from "../markdown.ts";
import { STRINGS } from "../strings.ts";
import type { Source } from "../types.ts";
import { AWAY } from "./icons.ts";
import { awayLink, day } from "./text.ts";

function chip(source: Source) {
  const href = source.url && safeHref(source.url);
  const origin = [
    source.publisher,
    source.checked && STRINGS.checked(day(source.checked)),
    source.reviewed_by && STRINGS.reviewed(source.reviewed_by),
  ];
  const content = html`<span class="chip-title">${source.title}</span>${href ? AWAY : nothing}
    <span class="chip-origin">${origin.filter(Boolean).join(", ")}</span>`;
  return html`<li>${href ? awayLink(href, content, "chip") : html`<span class="chip">${content}</span>`}</li>`;
}

export function sourcesView(sources: Source[]) {
  if (!sources.length) return nothing;
  const label = STRINGS.sources(sources.length);
  return html`<div class="sources">
    <span class="small" aria-hidden="true">${label}</span>
    <ul aria-label=${label}>${sources.map(chip)}</ul>
  </div>`;
}
