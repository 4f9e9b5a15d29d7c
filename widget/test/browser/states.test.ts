/** Every state, on a phone and a desktop, light and dark: no axe violation, no CSP violation, and a picture to look at. */
import { mkdirSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { FakeServer } from "../fake-server.ts";
import { ask, DESKTOP, launch, openChat, PHONE, violations, visit } from "./harness.ts";

const server = new FakeServer();
let browser: Browser;
beforeAll(async () => {
  mkdirSync("reports", { recursive: true });
  await server.start();
  browser = await launch();
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});

const idle = (page: Page) => page.locator(".typing").waitFor({ state: "detached" });

const STATES: [string, (page: Page) => Promise<void>][] = [
  ["closed", () => Promise.resolve()],
  ["welcome", openChat],
  ["greeting", async (page) => {
    await page.getByRole("button", { name: "Start", exact: true }).click();
    await page.getByText("Hello.").waitFor();
  }],
  ["answer", async (page) => {
    await ask(page, "Can a magnesium deficiency be reversed?");
    await page.getByText("Yes, in most cases.").waitFor();
    await idle(page);
  }],
  ["rated", async (page) => {
    await page.getByRole("button", { name: "No, this did not help" }).click();
    await page.getByText("What was wrong?").waitFor();
  }],
  ["foods", async (page) => {
    await page.getByRole("button", { name: "Foods rich in magnesium" }).click();
    await page.getByText("Pumpkin seeds, roasted").waitFor();
    await idle(page);
  }],
  ["comparison", async (page) => {
    await ask(page, "compare citrate and oxide");
    await page.getByRole("table", { name: "Citrate and oxide compared" }).waitFor();
    await idle(page);
  }],
  ["streaming", async (page) => {
    server.switches.delay = 1500;
    await ask(page, "reversed, please?");
    await page.locator(".entry").last().getByText("Yes, in most cases.").waitFor();
  }],
  ["unread", async (page) => {
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "1 new answer" }).waitFor();
  }],
  ["refused", async (page) => {
    Object.assign(server.switches, { delay: 0, fail: { status: 413, times: 1 } });
    await openChat(page);
    await ask(page, "no");
    await page.getByText("could not be accepted").waitFor();
  }],
  ["expired", async (page) => {
    server.sessions.clear();
    await ask(page, "compare citrate and oxide, again");
    await page.getByText("The earlier conversation had ended").waitFor();
    await idle(page);
  }],
  ["menu", async (page) => { await page.getByRole("button", { name: "More options" }).click(); }],
  ["confirm", async (page) => { await page.getByRole("button", { name: "Delete my data" }).click(); }],
  ["urgent", async (page) => {
    await page.getByRole("button", { name: "Cancel" }).click();
    await ask(page, "I have palpitations");
    await page.getByText("Is this happening").waitFor();
    await idle(page);
  }],
  ["emergency", async (page) => {
    await ask(page, "I have chest pain and my heart is racing");
    await page.getByRole("link", { name: /Call Emergency services 911/ }).first().waitFor();
    await idle(page);
  }],
  ["crisis", async (page) => {
    await ask(page, "I want to end my life");
    await page.getByText("Talk to somebody now", { exact: true }).waitFor();
    await idle(page);
  }],
  ["help", async (page) => { await page.getByRole("button", { name: "Emergency help" }).click(); }],
  ["long-text", async (page) => {
    await page.getByRole("button", { name: "Back to the chat" }).click();
    await page.getByRole("textbox").fill("My question is long. ".repeat(400));
  }],
  ["offline", async (page) => {
    await page.getByRole("textbox").fill("");
    await page.context().setOffline(true);
    await ask(page, "how much is in almonds?");
    await page.getByText("not sent yet").waitFor();
  }],
  ["unreachable", async (page) => {
    server.switches.fail = { status: 500, times: 1 };
    await page.context().setOffline(false);
    await page.getByRole("button", { name: "Try again now" }).waitFor();
  }],
  ["limited", async (page) => {
    server.switches.fail = { status: 429, times: 1, retryAfter: 30 };
    await page.getByRole("button", { name: "Try again now" }).click();
    await page.getByText("Too many messages").first().waitFor();
  }],
  ["deleted", async (page) => {
    server.switches.fail = null;
    await page.getByRole("button", { name: "More options" }).click();
    await page.getByRole("button", { name: "Delete my data" }).click();
    await page.getByRole("button", { name: "Delete", exact: true }).click();
    await page.getByText("Deleted, here and on the server.").first().waitFor();
  }],
];

for (const [name, options] of [["phone", PHONE], ["desktop", DESKTOP]] as const) {
  for (const colorScheme of ["light", "dark"] as const) {
    test(`${name}, ${colorScheme}: no violation in any state`, async () => {
      Object.assign(server.switches, { fail: null, delay: 0 });
      const { context, page, faults } = await visit(browser, server, { ...options, colorScheme });
      const found: string[] = [];
      for (const [state, reach] of STATES) {
        await reach(page);
        await page.screenshot({ path: `reports/${name}-${colorScheme}-${state}.png` });
        found.push(...(await violations(page)).map((violation) => `${state}: ${violation}`));
      }
      await context.close();
      expect(found).toEqual([]);
      expect(faults).toEqual([]);
    });
  }
}

test("a slow server: the person is told after 8 s, and where help is", async () => {
  Object.assign(server.switches, { fail: null, delay: 9_000 });
  const { context, page } = await visit(browser, server, PHONE);
  await openChat(page);
  await ask(page, "foods");
  await page.getByText("This is taking longer than usual.").first().waitFor();
  await page.getByRole("link", { name: "Call Emergency services 911" }).waitFor();
  await page.screenshot({ path: "reports/phone-light-slow.png" });
  expect(await violations(page)).toEqual([]);
  await page.getByText("Seeds, nuts, beans").waitFor();
  await context.close();
});
