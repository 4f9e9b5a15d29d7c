import { expect, test } from "vitest";
import { parse, parseInline, plainText, safeHref } from "../../src/markdown.ts";

test("bold, links and lists are read, in paragraphs", () => {
  expect(parse("**Yes.** See [NIH](https://ods.od.nih.gov/).\n\n- seeds\n- **nuts**\n\n2. two\n3. three")).toEqual([
    { type: "paragraph", children: [{ type: "bold", children: [{ type: "text", text: "Yes." }] }, { type: "text", text: " See " }, { type: "link", href: "https://ods.od.nih.gov/", text: "NIH" }, { type: "text", text: "." }] },
    { type: "list", ordered: false, start: 1, items: [[{ type: "text", text: "seeds" }], [{ type: "bold", children: [{ type: "text", text: "nuts" }] }]] },
    { type: "list", ordered: true, start: 2, items: [[{ type: "text", text: "two" }], [{ type: "text", text: "three" }]] },
  ]);
});

test.each([
  "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "http://example.org/", "//example.org", "/path", "vbscript:x",
  "https://user:pass@example.org/", "tel:911;ext=1", "blob:https://example.org/x", "file:///etc/passwd", " https://",
])("%s is no address to send a reader to", (address) => {
  expect(safeHref(address)).toBeNull();
  expect(parseInline(`[x](${address})`).every(({ type }) => type === "text")).toBe(true);
});

test.each(["https://ods.od.nih.gov/a?b=c#d", "tel:911", "tel:+4412345"])("%s is one", (address) => {
  expect(safeHref(address)).toBe(address);
});

test.each([
  "<img src=x onerror=alert(1)>", "<script>alert(1)</script>", "`code`", "# title", "a * b ** c", "**open",
  "[open](https://example.org", "[]()", "&lt;b&gt;", "__x__", "> quote", "<https://example.org>", "https://example.org",
])("%s stays the text it is", (text) => {
  expect(parse(text)).toEqual([{ type: "paragraph", children: [{ type: "text", text }] }]);
});

test("an image is not loaded, only linked to", () => {
  expect(parseInline("![x](https://example.org/x.png)").map(({ type }) => type)).toEqual(["text", "link"]);
});

test("an escaped mark is a character", () => {
  expect(plainText("2 \\* 3, \\[not a link\\](x)")).toBe("2 * 3, [not a link](x)");
});

test("long hostile input is read in linear time", () => {
  const started = performance.now();
  for (const text of ["*".repeat(8000), "[".repeat(8000), "**a".repeat(3000), "[a](".repeat(2000), "- ".repeat(4000), "\\".repeat(8000)]) parse(text);
  expect(performance.now() - started).toBeLessThan(500);
});

test("plain text keeps the address of a link and the numbers of a list", () => {
  expect(plainText("See [NIH](https://ods.od.nih.gov/).\n1. **one**\n2. two")).toBe("See NIH (https://ods.od.nih.gov/).\n\n1. one\n2. two");
});
