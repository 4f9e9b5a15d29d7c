import axe from "axe-core";
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from "playwright-core";
import { FakeServer } from "../fake-server.ts";

export const PHONE: BrowserContextOptions = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 };
export const DESKTOP: BrowserContextOptions = { viewport: { width: 1280, height: 800 } };

export async function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"],
  });
}

/** A page whose every CSP violation, script error and foreign request is collected in `faults`. */
export interface Visit {
  context: BrowserContext;
  page: Page;
  faults: string[];
}

export async function visit(browser: Browser, server: FakeServer, options: BrowserContextOptions = DESKTOP): Promise<Visit> {
  const context = await browser.newContext({ locale: "en-US", reducedMotion: "reduce", ...options });
  const page = await newPage(context, server);
  return { context, ...page };
}

export async function newPage(context: BrowserContext, server: FakeServer, path = "/"): Promise<{ page: Page; faults: string[] }> {
  const page = await context.newPage();
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(`error: ${error.message}`));
  page.on("console", (message) => {
    if (/Content Security Policy|Refused to/i.test(message.text())) faults.push(`csp: ${message.text()}`);
  });
  page.on("request", (request) => {
    const { protocol, origin } = new URL(request.url());
    if (protocol.startsWith("http") && origin !== server.origin) faults.push(`foreign request: ${request.url()}`);
  });
  await page.goto(server.origin + path);
  return { page, faults };
}

export const openChat = (page: Page) => page.getByRole("button", { name: "Ask about magnesium" }).click();

export async function ask(page: Page, text: string): Promise<void> {
  await page.getByRole("textbox", { name: "Your question" }).fill(text);
  await page.getByRole("button", { name: "Send" }).click();
}

/** The violations of WCAG 2.0 to 2.2, A and AA, as lines. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations: found } = await page.evaluate(() =>
    (window as unknown as { axe: typeof axe }).axe.run(document, {
      runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"] },
    }),
  );
  return found.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${JSON.stringify(node.target)} ${node.failureSummary ?? ""}`));
}
