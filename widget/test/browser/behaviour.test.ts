/** What a reader does and what goes wrong, in a real browser against the fake server. */
import { readFile } from "node:fs/promises";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { FakeServer } from "../fake-server.ts";
import { ask, launch, newPage, openChat, visit, type Visit } from "./harness.ts";

const server = new FakeServer();
let browser: Browser;
let current: Visit;
beforeAll(async () => {
  await server.start();
  browser = await launch();
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});
beforeEach(async () => {
  Object.assign(server.switches, { fail: null, delay: 0, cut: 0, origins: [] });
  server.processed.length = 0;
  current = await visit(browser, server);
});
afterEach(async () => {
  await current.context.close();
  expect(current.faults).toEqual([]);
});

const log = (page: Page) => page.getByRole("log", { name: "Conversation" });
const box = (page: Page) => page.getByRole("textbox", { name: "Your question" });
const focused = (page: Page) => page.evaluate(() => {
  const active = document.querySelector("magnesium-chat")?.shadowRoot?.activeElement;
  return active ? (active.getAttribute("aria-label") ?? active.textContent.trim()) : (document.activeElement?.tagName ?? "");
});

test("by keyboard alone: open, ask, answer, menu, help, close", async () => {
  const { page } = current;
  await page.getByRole("button", { name: "Ask about magnesium" }).focus();
  await page.keyboard.press("Enter");
  await expect.poll(() => focused(page)).toBe("");
  await page.keyboard.type("Can a deficiency be reversed?");
  await page.keyboard.press("Enter");
  await log(page).getByText("Yes, in most cases.").waitFor();
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Enter");
  await expect.poll(() => server.processed.length).toBe(2);

  await page.getByRole("button", { name: "More options" }).focus();
  await page.keyboard.press("Enter");
  await expect.poll(() => focused(page)).toBe("Start over");
  await page.keyboard.press("Escape");
  await expect.poll(() => focused(page)).toBe("More options");
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Enter");
  await expect.poll(() => focused(page)).toBe("Emergency and crisis help");
  await page.keyboard.press("Escape");
  await expect.poll(() => focused(page)).toBe("Emergency help");
  await page.keyboard.press("Escape");
  await expect.poll(() => focused(page)).toBe("Ask about magnesium");
});

test("the log is polite; an emergency is announced once, and a change of country does not repeat it", async () => {
  const { page } = current;
  await openChat(page);
  expect(await log(page).getAttribute("aria-live")).toBe("polite");
  await page.evaluate(() => {
    const region = document.querySelector("magnesium-chat")!.shadowRoot!.querySelector('[role="alert"]')!;
    const said: string[] = ((window as unknown as { said: string[] }).said = []);
    new MutationObserver(() => said.push(region.textContent)).observe(region, { childList: true, subtree: true, characterData: true });
  });
  await ask(page, "chest pain now");
  const card = page.getByRole("region", { name: "Call the emergency number now" });
  await expect.poll(() => page.getByRole("alert").textContent()).toContain("Call the emergency number now. Call Emergency services: 911. Call now");
  await card.getByRole("combobox", { name: "Numbers for" }).selectOption({ label: "United Kingdom" });
  await card.getByRole("link", { name: "Call Emergency services 999" }).waitFor();
  expect(await card.getAttribute("aria-live")).toBe("off");
  const said = await page.evaluate(() => (window as unknown as { said: string[] }).said.filter(Boolean));
  expect(said).toHaveLength(1);
});

test("what assistive technology is given of an answer", async () => {
  const { page } = current;
  await openChat(page);
  await ask(page, "chest pain");
  await log(page).getByRole("link", { name: "Call Emergency services 911" }).waitFor();
  await expect.poll(() => page.getByRole("alert").textContent()).toContain("911");
  expect(await page.getByRole("dialog").ariaSnapshot()).toMatchSnapshot();
  await ask(page, "foods");
  await page.getByRole("button", { name: "Yes, this helped" }).waitFor();
  expect(await log(page).locator(".entry").last().ariaSnapshot()).toMatchSnapshot();
});

test("an emergency that is answered while the chat is closed opens it", async () => {
  const { page } = current;
  await openChat(page);
  server.switches.delay = 300;
  await ask(page, "chest pain");
  await page.keyboard.press("Escape");
  await page.getByRole("link", { name: "Call Emergency services 911" }).waitFor();
  await expect.poll(() => page.getByRole("alert").textContent()).toContain("911");
});

test("an answer while the chat is closed puts a badge on the launcher", async () => {
  const { page } = current;
  await openChat(page);
  server.switches.delay = 200;
  await ask(page, "foods");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Ask about magnesium 1 new answer" }).click();
  await log(page).getByText("Pumpkin seeds, roasted").waitFor();
});

test("the first answer is visible within 300 ms of sending", async () => {
  const { page } = current;
  await openChat(page);
  await page.getByRole("button", { name: "Start", exact: true }).click();
  await log(page).getByText("Hello.").waitFor();
  await box(page).fill("reversed?");
  const ms = await page.evaluate(async () => {
    const root = document.querySelector("magnesium-chat")!.shadowRoot!;
    const started = performance.now();
    root.querySelector<HTMLElement>(".send")!.click();
    while (!root.querySelector(".log")!.textContent.includes("Yes, in most cases.")) await new Promise(requestAnimationFrame);
    return performance.now() - started;
  });
  console.log(`first answer after ${Math.round(ms)} ms`);
  expect(ms).toBeLessThan(300);
});

test("messages appear as they stream in", async () => {
  const { page } = current;
  server.switches.delay = 1500;
  await openChat(page);
  await ask(page, "reversed?");
  await log(page).getByText("Yes, in most cases.").waitFor();
  expect(await log(page).getByText("Before you take a supplement").count()).toBe(0);
  await log(page).getByText("Before you take a supplement").waitFor();
});

test("a reload keeps the conversation, the unsent text and the open panel", async () => {
  const { page } = current;
  await openChat(page);
  await ask(page, "reversed?");
  await log(page).getByText("Yes, in most cases.").waitFor();
  await box(page).fill("and my unsent");
  await page.reload();
  await log(page).getByText("Yes, in most cases.").waitFor();
  expect(await box(page).inputValue()).toBe("and my unsent");
  expect(await focused(page)).toBe("BODY");
  await page.waitForTimeout(300);
  expect(await log(page).getByText("Hello.").count()).toBe(0);
  await box(page).fill("foods");
  await page.keyboard.press("Enter");
  await log(page).getByText("Pumpkin seeds, roasted").waitFor();
  expect(server.processed).toEqual(["reversed?", "foods"]);
});

test("two tabs share a conversation only when the reader keeps it on the device", async () => {
  const { page, context } = current;
  await openChat(page);
  await ask(page, "reversed?");
  await log(page).getByText("Yes, in most cases.").waitFor();
  const { page: apart } = await newPage(context, server);
  await openChat(apart);
  expect(await log(apart).getByText("Yes, in most cases.").count()).toBe(0);
  await apart.close();

  await page.getByRole("button", { name: "More options" }).click();
  await page.getByRole("checkbox", { name: /Keep on this device/ }).check();
  const { page: second, faults } = await newPage(context, server);
  await log(second).getByText("Yes, in most cases.").waitFor();
  await ask(second, "foods");
  await log(page).getByText("Pumpkin seeds, roasted").waitFor();
  expect(faults).toEqual([]);
});

test("written offline, delivered once after the connection is back, also across a reload", async () => {
  const { page, context } = current;
  await openChat(page);
  await ask(page, "reversed?");
  await log(page).getByText("Yes, in most cases.").waitFor();
  await context.setOffline(true);
  await ask(page, "foods");
  await page.getByText("You are offline.").first().waitFor();
  await page.getByRole("link", { name: "Call Emergency services 911" }).waitFor();
  await context.setOffline(false);
  await log(page).getByText("Pumpkin seeds, roasted").waitFor();
  // The browser itself repeats a request whose connection broke, so one cut is not enough.
  server.switches.cut = 100;
  await ask(page, "compare");
  await page.getByRole("button", { name: "Try again now" }).waitFor();
  server.switches.cut = 0;
  await page.reload();
  await log(page).getByText("Citrate and oxide compared").waitFor();
  expect(server.processed).toEqual(["reversed?", "foods", "compare"]);
});

test("a server that is gone and comes back, with its sessions lost, costs no text", async () => {
  const { page } = current;
  await openChat(page);
  await ask(page, "reversed?");
  await log(page).getByText("Yes, in most cases.").waitFor();
  const port = Number(new URL(server.origin).port);
  await server.stop();
  await ask(page, "foods");
  await page.getByRole("button", { name: "Try again now" }).waitFor();
  server.sessions.clear();
  await server.start(port);
  await page.getByRole("button", { name: "Try again now" }).click();
  await log(page).getByText("Pumpkin seeds, roasted").waitFor();
  await log(page).getByText("The earlier conversation had ended").waitFor();
});

test("nothing that is said or answered becomes markup", async () => {
  const { page } = current;
  page.on("dialog", (dialog) => current.faults.push(`dialog: ${dialog.message()}`));
  await openChat(page);
  const corpus = [
    "<img src=x onerror=alert(1)>", "<svg onload=alert(1)>", "<script>alert(1)</script>", "[x](javascript:alert(1))", "[x](data:text/html,<script>alert(1)</script>)",
    "![x](https://evil.example/x.png)", "<iframe srcdoc='<script>alert(1)</script>'>", "**<b onmouseover=alert(1)>x</b>**", "<style>*{display:none}</style>", "${alert(1)}{{alert(1)}}",
    "[x](https://evil.example/\"onmouseover=\"alert(1))", "<a href=javascript:alert(1)>x</a>", "- <details open ontoggle=alert(1)>",
  ];
  for (const [index, text] of corpus.entries()) {
    await ask(page, `inject ${text}`);
    await expect.poll(() => server.processed.length).toBe(index + 1);
  }
  await page.locator(".typing").waitFor({ state: "detached" });
  const found = await log(page).evaluate((node) => ({
    bad: node.querySelectorAll("img, script, iframe, style, .entry b, .bubble svg:not(.icon), .entry details").length,
    handlers: [...node.querySelectorAll("*")].filter((e) => e.getAttributeNames().some((name) => name.startsWith("on") || name === "style")).length,
    links: [...node.querySelectorAll("a")].map((a) => a.getAttribute("href")),
  }));
  expect(found.bad + found.handlers).toBe(0);
  expect(found.links.every((href) => href!.startsWith("https://"))).toBe(true);
});

test("deleting erases the conversation in the browser and on the server", async () => {
  const { page } = current;
  await openChat(page);
  await ask(page, "reversed?");
  await log(page).getByText("Yes, in most cases.").waitFor();
  const sessions = server.sessions.size;
  await page.getByRole("button", { name: "More options" }).click();
  await page.getByRole("button", { name: "Delete my data" }).click();
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  await page.getByRole("button", { name: "Start", exact: true }).waitFor();
  expect(server.sessions.size).toBe(sessions - 1);
  expect(await page.evaluate(() => sessionStorage.length + localStorage.length)).toBe(0);
});

test("who wants nothing kept leaves nothing", async () => {
  const { page } = current;
  await openChat(page);
  await page.getByRole("radio", { name: /not at all/ }).check();
  await ask(page, "reversed?");
  await log(page).getByText("Yes, in most cases.").waitFor();
  expect(await page.evaluate(() => sessionStorage.length + localStorage.length)).toBe(0);
});

test("a thumb and its reason reach the server; the conversation can be downloaded and copied", async () => {
  const { page, context } = current;
  await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: server.origin });
  await openChat(page);
  await ask(page, "foods");
  await page.getByRole("button", { name: "No, this did not help" }).click();
  await page.getByRole("button", { name: "Hard to understand" }).click();
  await page.getByText("Thank you for telling us.").waitFor();
  await expect.poll(() => server.feedback.at(-1)).toMatchObject({ helpful: false, reason: "unclear" });

  await page.getByRole("button", { name: "More options" }).click();
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download conversation" }).click();
  const text = await readFile(await (await download).path(), "utf8");
  expect(text).toContain("You: foods");
  expect(text).toContain("Almonds, dry roasted, 1 ounce (28 g): 80 mg, 19%");
  await page.getByRole("button", { name: "More options" }).click();
  await page.getByRole("button", { name: "Copy conversation" }).click();
  await page.getByText("Conversation copied.").first().waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(text);
});

test("the host page can open and send, and hears of turns without a word of them", async () => {
  const { page } = current;
  const detail = await page.evaluate(async () => {
    const turn = new Promise((done) => document.addEventListener("magnesium:turn", (event) => done((event as CustomEvent).detail)));
    (document.querySelector("magnesium-chat") as HTMLElement & { send(text: string): void }).send("Can it be reversed?");
    return turn;
  });
  expect(detail).toEqual({ turn_id: expect.any(String) as string, topics: ["reversibility"], urgency: "none" });
  await log(page).getByText("Yes, in most cases.").waitFor();
});
