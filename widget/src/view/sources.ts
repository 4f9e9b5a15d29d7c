import { html, nothing } from "lit";
import { safeHref } from "../markdown.ts";
import { STRINGS } from "../strings.ts";
import type { Source } from "../types.ts";
import { day, link } from "./text.ts";

function chip(source: Source) {
  const content = html`<span class="chip-title">${source.publisher}: ${source.title}</span>
    <span class="chip-date">${STRINGS.checked(day(source.checked))}${source.reviewed_by ? `, ${STRINGS.reviewed(source.reviewed_by)}` : nothing}</span>`;
  const href = source.url && safeHref(source.url);
  return html`<li>${href ? link(href, content, "chip") : html`<span class="chip">${content}</span>`}</li>`;
}

export function sourcesView(sources: Source[]) {
  if (!sources.length) return nothing;
  const label = STRINGS.sources(sources.length);
  return html`<div class="sources">
    <span class="small" aria-hidden="true">${label}</span>
    <ul aria-label=${label}>${sources.map(chip)}</ul>
  </div>`;
}
