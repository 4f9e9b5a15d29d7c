import { afterEach, expect, test, vi } from "vitest";
import { Failure, HttpTransport } from "../../src/transport.ts";

const session = { token: "tok" };
const answer = { turn_id: "t", messages: [{ text: "hi" }] };
const server = new HttpTransport("https://bot.example");

function replies(response: () => Response) {
  const fake = vi.fn<typeof fetch>(() => Promise.resolve(response()));
  vi.stubGlobal("fetch", fake);
  return fake;
}
afterEach(() => vi.unstubAllGlobals());

const send = (onMessage = () => undefined) => server.send(session, { text: "x" }, "id-1", onMessage);
const failure = (promise: Promise<unknown>) => promise.then(() => null, (error: unknown) => error as Failure);

test("a message carries the token, the client_id and no cookie", async () => {
  const fake = replies(() => Response.json(answer));
  expect(await send()).toEqual(answer);
  const [url, init] = fake.mock.lastCall!;
  expect((url as URL).href).toBe("https://bot.example/chat/messages");
  expect(init).toMatchObject({ method: "POST", credentials: "omit", body: '{"text":"x","client_id":"id-1"}' });
  expect(init!.headers).toMatchObject({ Authorization: "Bearer tok", Accept: "text/event-stream" });
});

test("messages are handed on as they come; the last event is the turn", async () => {
  const events = `event: message\ndata: {"text":"a"}\n\nevent: message\ndata: {"text":"b"}\n\nevent: turn\ndata: ${JSON.stringify(answer)}\n\n`;
  replies(() => new Response(events, { headers: { "Content-Type": "text/event-stream" } }));
  const heard: unknown[] = [];
  const turn = await server.send(session, { text: "x" }, "id", (message, index) => heard.push([index, message.text]));
  expect(heard).toEqual([[0, "a"], [1, "b"]]);
  expect(turn).toEqual(answer);
});

test.each([
  ["no turn at the end", new Response('event: message\ndata: {"text":"a"}\n\n', { headers: { "Content-Type": "text/event-stream" } })],
  ["an empty turn", Response.json({ ...answer, messages: [] })],
  ["no JSON", new Response("<html>")],
  ["a server error", new Response("", { status: 503 })],
])("%s counts as gone", async (_, response) => {
  replies(() => response);
  expect(await failure(send())).toMatchObject({ kind: "gone" });
});

test("no connection counts as gone", async () => {
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("network")));
  expect(await failure(send())).toMatchObject({ kind: "gone" });
});

const problem = (status: number, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify({ status, emergency: "Call 112." }), { status, headers: { "Content-Type": "application/problem+json", ...headers } });

test.each([
  [401, {}, "expired", null],
  [429, { "Retry-After": "7" }, "limited", 7],
  [429, {}, "limited", 10],
  [400, {}, "refused", null],
  [413, {}, "refused", null],
  [500, {}, "gone", null],
] as const)("status %i is told as %j %s", async (status, headers, kind, retryAfter) => {
  replies(() => problem(status, headers));
  expect(await failure(send())).toMatchObject({ kind, retryAfter });
});

test("the emergency line of a problem is kept", async () => {
  replies(() => problem(413));
  expect(await failure(send())).toMatchObject({ emergency: "Call 112." });
});
