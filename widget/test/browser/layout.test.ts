/** Narrow, zoomed, forced colours, print; other sites' pages, other countries. */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { FakeServer } from "../fake-server.ts";
import { ask, launch, openChat, violations, visit } from "./harness.ts";

const server = new FakeServer();
const other = new FakeServer();
let browser: Browser;
beforeAll(async () => {
  await server.start();
  await other.start();
  browser = await launch();
});
afterAll(async () => {
  await browser.close();
  await server.stop();
  await other.stop();
});

test.each([
  ["320 px wide", { width: 320, height: 640 }],
  ["1280 px at 400%", { width: 320, height: 256 }],
  ["a phone lying down", { width: 740, height: 340 }],
])("%s: nothing is cut off sideways, the field and help stay in reach", async (name, viewport) => {
  const { context, page, faults } = await visit(browser, server, { viewport });
  await openChat(page);
  for (const text of ["reversed?", "foods", "compare", "chest pain"]) await ask(page, text);
  await page.getByRole("link", { name: "Call Emergency services 911" }).waitFor();
  await page.screenshot({ path: `reports/reflow-${name.replaceAll(/\W+/g, "-")}.png` });
  const wide = await page.evaluate(() => {
    const root = document.querySelector("magnesium-chat")!.shadowRoot!;
    return [document.documentElement, ...root.querySelectorAll("dialog, .log, .composer, .header, .title")].filter((e) => e.scrollWidth > e.clientWidth + 1).map((e) => e.className || e.tagName);
  });
  expect(wide).toEqual([]);
  for (const target of [page.getByRole("textbox"), page.getByRole("button", { name: "Emergency help" })]) {
    const { x, y, width, height } = (await target.boundingBox())!;
    expect(x >= 0 && y >= 0 && x + width <= viewport.width && y + height <= viewport.height).toBe(true);
  }
  expect(await violations(page)).toEqual([]);
  await context.close();
  expect(faults).toEqual([]);
});

test("text set to 200% by the reader grows and nothing is lost", async () => {
  const { context, page } = await visit(browser, server);
  await openChat(page);
  await ask(page, "foods");
  await page.evaluate(() => document.documentElement.style.setProperty("font-size", "32px"));
  await page.getByText("Pumpkin seeds, roasted").waitFor();
  await page.screenshot({ path: "reports/text-200.png" });
  expect(await page.evaluate(() => getComputedStyle(document.querySelector("magnesium-chat")!).fontSize)).toBe("32px");
  expect(await violations(page)).toEqual([]);
  await context.close();
});

test("forced colours: marks do not depend on our colours", async () => {
  const { context, page } = await visit(browser, server, { viewport: { width: 1280, height: 800 }, forcedColors: "active" });
  await openChat(page);
  await ask(page, "foods");
  await page.getByText("Pumpkin seeds, roasted").waitFor();
  await page.screenshot({ path: "reports/forced-colours.png" });
  expect(await violations(page)).toEqual([]);
  await context.close();
});

test("print: the whole conversation, without the controls", async () => {
  const { context, page } = await visit(browser, server);
  await openChat(page);
  await ask(page, "reversed?");
  await ask(page, "foods");
  await page.getByText("Pumpkin seeds, roasted").waitFor();
  await page.evaluate(() => (window.print = () => undefined));
  await page.getByRole("button", { name: "More options" }).click();
  await page.getByRole("button", { name: "Print" }).click();
  await page.emulateMedia({ media: "print" });
  await page.screenshot({ path: "reports/print.png", fullPage: true });
  expect(await page.getByRole("textbox").isVisible()).toBe(false);
  expect(await page.getByText("Pumpkin seeds, roasted").isVisible()).toBe(true);
  expect(await page.getByRole("heading", { name: "Three routes back" }).isVisible()).toBe(false);
  await context.close();
});

const foreign = (script: string) => `<!doctype html><html lang="en"><title>Another site</title><body><main><h1>Another site</h1></main>${script}`;

test("one line on another site is enough, once that site is on the list", async () => {
  other.csp = `default-src 'none'; script-src ${server.origin}; connect-src ${server.origin}; require-trusted-types-for 'script'; trusted-types lit-html`;
  other.extraPages["/embed"] = foreign(`<script type="module" src="${server.origin}/widget.js"></script>`);
  const context = await browser.newContext({ locale: "en-US" });
  const page = await context.newPage();
  const refused: string[] = [];
  page.on("console", (message) => /Content Security Policy/i.test(message.text()) && refused.push(message.text()));
  await page.goto(`${other.origin}/embed`);
  await openChat(page);
  await ask(page, "reversed?");
  await page.getByRole("button", { name: "Try again now" }).waitFor();
  await page.getByRole("link", { name: "Call Emergency services 911" }).waitFor();
  server.switches.origins = [other.origin];
  await page.getByRole("button", { name: "Try again now" }).click();
  await page.getByText("Yes, in most cases.").waitFor();
  await context.close();
  other.csp = null;
  expect(refused).toEqual([]);
});

test("a page that has the element keeps it; with ?manual none is added", async () => {
  other.extraPages["/own"] = foreign(`<magnesium-chat server="${server.origin}" country="FR"></magnesium-chat><script type="module" src="${server.origin}/widget.js"></script>`);
  other.extraPages["/manual"] = foreign(`<script type="module" src="${server.origin}/widget.js?manual"></script>`);
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${other.origin}/own`);
  await openChat(page);
  await page.getByRole("button", { name: "Emergency help" }).click();
  await page.getByRole("link", { name: "Call Ambulance 15" }).waitFor();
  expect(await page.locator("magnesium-chat").count()).toBe(1);
  await page.goto(`${other.origin}/manual`);
  await page.waitForFunction(() => customElements.get("magnesium-chat"));
  expect(await page.locator("magnesium-chat").count()).toBe(0);
  await context.close();
});

test("who has no country yet is asked for it, and told the numbers that reach furthest", async () => {
  const { context, page } = await visit(browser, server);
  await page.evaluate(() => {
    document.querySelector("magnesium-chat")!.remove();
    document.body.append(Object.assign(document.createElement("magnesium-chat"), { country: "XX" }));
  });
  await openChat(page);
  await page.getByRole("button", { name: "Emergency help" }).click();
  await page.getByRole("link", { name: /112/ }).waitFor();
  const choice = page.getByRole("combobox", { name: "Numbers for" });
  expect(await choice.evaluate((select: HTMLSelectElement) => select.selectedOptions[0]!.text)).toBe("Choose your country");
  await choice.selectOption({ label: "New Zealand" });
  await page.getByRole("link", { name: "Call Emergency services 111" }).waitFor();
  await context.close();
});
