/**
 * The markdown subset of the chat API: paragraphs, lists, bold and links. Everything else stays the
 * text it is, HTML included. The result is data; `view/text.ts` makes nodes of it.
 */

export type Inline =
  | { type: "text"; text: string }
  | { type: "bold"; children: Inline[] }
  | { type: "link"; href: string; text: string };

export type Block =
  | { type: "paragraph"; children: Inline[] }
  | { type: "list"; ordered: boolean; start: number; items: Inline[][] };

const ITEM = /^\s{0,6}(?:[-*•]|(\d{1,3})[.)])\s+(.*)$/;
const ESCAPED = /\\([\\*[\]()_`#>-])/y;
const BOLD = /\*\*(?=\S)((?:[^*]|\*(?!\*))+?)\*\*/y;
const LINK = /\[([^[\]\n]{1,300})\]\(([^()\s]{1,2000})\)/y;

/** The address if it is one a reader may be sent to: https, or a telephone number. */
export function safeHref(address: string): string | null {
  if (/^tel:\+?[0-9*#-]{2,20}$/.test(address)) return address;
  try {
    const url = new URL(address);
    return url.protocol === "https:" && !url.username && !url.password ? url.href : null;
  } catch {
    return null;
  }
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

export function parseInline(text: string): Inline[] {
  const parts: Inline[] = [];
  let plain = "";
  const flush = () => {
    if (plain) parts.push({ type: "text", text: plain });
    plain = "";
  };
  let at = 0;
  while (at < text.length) {
    const escaped = matchAt(ESCAPED, text, at);
    if (escaped) {
      plain += escaped[1]!;
      at += escaped[0].length;
      continue;
    }
    const bold = matchAt(BOLD, text, at);
    if (bold) {
      flush();
      parts.push({ type: "bold", children: parseInline(bold[1]!) });
      at += bold[0].length;
      continue;
    }
    const link = matchAt(LINK, text, at);
    const href = link && safeHref(link[2]!);
    if (link && href) {
      flush();
      parts.push({ type: "link", href, text: link[1]! });
      at += link[0].length;
      continue;
    }
    plain += text.charAt(at);
    at += 1;
  }
  flush();
  return parts;
}

export function parse(markdown: string): Block[] {
  const blocks: Block[] = [];
  let paragraph: string[] = [];
  const flush = () => {
    if (paragraph.length) blocks.push({ type: "paragraph", children: parseInline(paragraph.join("\n")) });
    paragraph = [];
  };
  for (const line of markdown.split(/\r?\n/)) {
    const item = ITEM.exec(line);
    if (item) {
      flush();
      const ordered = item[1] !== undefined;
      const last = blocks.at(-1);
      const list =
        last?.type === "list" && last.ordered === ordered
          ? last
          : ({ type: "list", ordered, start: ordered ? Number(item[1]) : 1, items: [] } as const);
      if (list !== last) blocks.push(list as Block);
      (list.items as Inline[][]).push(parseInline(item[2]!));
    } else if (line.trim() === "") {
      flush();
    } else {
      paragraph.push(line.trim());
    }
  }
  flush();
  return blocks;
}

/** The words without the marks, for copies and for screen-reader announcements. */
export function plainText(markdown: string): string {
  const words = (parts: Inline[]): string =>
    parts.map((p) => (p.type === "bold" ? words(p.children) : p.type === "link" ? `${p.text} (${p.href})` : p.text)).join("");
  return parse(markdown)
    .map((block) =>
      block.type === "paragraph"
        ? words(block.children)
        : block.items.map((item, i) => `${block.ordered ? `${block.start + i}.` : "-"} ${words(item)}`).join("\n"),
    )
    .join("\n\n");
}
