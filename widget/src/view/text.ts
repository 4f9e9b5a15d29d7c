import { html, type TemplateResult } from "lit";
import { parse, parseInline, type Inline } from "../markdown.ts";
import { STRINGS } from "../strings.ts";
import { AWAY } from "./icons.ts";

/** A link out of the site, in a tab of its own, so that the conversation stays where it is. */
export function awayLink(href: string, content: unknown, className = ""): TemplateResult {
  return html`<a class=${className} href=${href} target="_blank" rel="noopener noreferrer">${content}<span class="sr"> (${STRINGS.newTab})</span></a>`;
}

function link(href: string, text: string): TemplateResult {
  return href.startsWith("tel:") ? html`<a href=${href}>${text}</a>` : awayLink(href, html`${text}${AWAY}`);
}

function inline(parts: Inline[]): unknown[] {
  return parts.map((part) => {
    if (part.type === "bold") return html`<strong>${inline(part.children)}</strong>`;
    return part.type === "link" ? link(part.href, part.text) : part.text;
  });
}

/** Bold and links of one line, for the texts of cards. */
export function line(markdown: string): unknown[] {
  return inline(parseInline(markdown));
}

export function blocks(markdown: string): TemplateResult[] {
  return parse(markdown).map((block) => {
    if (block.type === "paragraph") return html`<p>${inline(block.children)}</p>`;
    const items = block.items.map((item) => html`<li>${inline(item)}</li>`);
    return block.ordered ? html`<ol start=${block.start}>${items}</ol>` : html`<ul>${items}</ul>`;
  });
}

/** "12 Nov 2026" of an ISO date or time; the text itself if it is none. */
export function day(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  return date.toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
}

const mgFormat = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });
export const mg = (amount: number): string => `${mgFormat.format(amount)} mg`;
export const percent = (share: number): string => `${Math.round(share * 100)}%`;
