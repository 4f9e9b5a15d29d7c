import { plainText } from "./markdown.ts";
import { STRINGS } from "./strings.ts";
import type { Card, Entry, Source } from "./types.ts";
import { day, mg, percent } from "./view/text.ts";

function cardText(card: Card): string {
  switch (card.type) {
    case "escalation":
      return [card.title, ...card.numbers.map((n) => `${n.label}: ${n.number}`), ...card.steps.map((s, i) => `${i + 1}. ${plainText(s)}`)].join("\n");
    case "foods":
      return [card.title, ...card.rows.map((r) => `${r.name}, ${r.serving}: ${mg(r.mg)}, ${percent(r.share)}`)].join("\n");
    case "comparison":
      return [card.title, ...[card.columns, ...card.rows].map((cells) => cells.join(" | "))].join("\n");
    default:
      return "";
  }
}

function sourceText(source: Source): string {
  const parts = [source.title, source.checked && STRINGS.checked(day(source.checked)), source.url];
  return `[${source.publisher}: ${parts.filter(Boolean).join(", ")}]`;
}

/** The conversation as plain text, for the clipboard or a file that a doctor can read. */
export function conversationText(entries: Entry[]): string {
  const parts = entries.map((entry) => {
    if (entry.kind === "notice") return `(${entry.text})`;
    if (entry.kind === "said") return `${STRINGS.you}: ${entry.text}`;
    const said = entry.messages.flatMap((m) => [plainText(m.text), m.card ? cardText(m.card) : ""]);
    return [`${STRINGS.bot}:`, ...said, ...(entry.turn?.sources ?? []).map(sourceText)].filter(Boolean).join("\n");
  });
  return [STRINGS.transcriptTitle, day(entries[0]?.at ?? ""), "", ...parts.flatMap((part) => [part, ""])].join("\n");
}

/** Prints the chat without the page around it. */
export function printAlone(tag: string): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`@media print { body > :not(${tag}, :has(${tag})) { display: none !important; } }`);
  document.adoptedStyleSheets.push(sheet);
  const restore = () => (document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== sheet));
  window.addEventListener("afterprint", restore, { once: true });
  window.print();
}

export function saveAsFile(text: string, name: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  const anchor = Object.assign(document.createElement("a"), { href: address, download: name });
  anchor.click();
  URL.revokeObjectURL(address);
}
