import { expect, test, vi } from "vitest";
import { SLOW } from "../../src/chat.ts";
import { STRINGS } from "../../src/strings.ts";
import { Failure } from "../../src/transport.ts";
import type { Turn } from "../../src/types.ts";
import { around, chat, settle, turn, words } from "./fake-surroundings.ts";

test("what is written offline is sent once, when the connection is back", async () => {
  around.online = false;
  const it = chat();
  it.say("hello?");
  await settle();
  expect(it.state.trouble).toEqual({ kind: "offline", retryAt: null });
  expect(around.transport.start).not.toHaveBeenCalled();
  around.online = true;
  it.networkChanged();
  it.networkChanged();
  await settle();
  expect(around.transport.send).toHaveBeenCalledTimes(1);
  expect(words(it)).toEqual(["hello?", "re hello?"]);
});

test("a try whose answer was lost is repeated with the same client_id", async () => {
  const it = chat();
  around.transport.send.mockRejectedValueOnce(new Failure("gone")).mockRejectedValueOnce(new Failure("gone"));
  it.say("x");
  await settle();
  expect(it.state.trouble?.kind).toBe("gone");
  await vi.advanceTimersByTimeAsync(2_000);
  await vi.advanceTimersByTimeAsync(4_000);
  expect(words(it)).toEqual(["x", "re x"]);
  expect(new Set(around.transport.send.mock.calls.map(([, , id]) => id)).size).toBe(1);
});

test("tries stop after a while, and go on when asked for", async () => {
  const it = chat();
  around.transport.start.mockRejectedValue(new Failure("gone"));
  it.say("x");
  await vi.advanceTimersByTimeAsync(3_600_000);
  expect(it.state.trouble).toEqual({ kind: "gone", retryAt: null });
  const tries = around.transport.start.mock.calls.length;
  expect(tries).toBeLessThan(20);
  it.retry();
  await settle();
  expect(around.transport.start).toHaveBeenCalledTimes(tries + 1);
});

test("after 429 the next try waits as long as the server asked for", async () => {
  const it = chat();
  around.transport.send.mockRejectedValueOnce(new Failure("limited", 20, "Call 112."));
  it.say("x");
  await vi.advanceTimersByTimeAsync(19_000);
  expect(it.state.trouble?.kind).toBe("limited");
  expect(it.state.emergencyLine).toBe("Call 112.");
  expect(around.transport.send).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(words(it)).toEqual(["x", "re x"]);
});

test("an expired session is renewed and says so; the message is kept", async () => {
  const it = chat();
  it.say("first");
  await settle();
  around.transport.send.mockRejectedValueOnce(new Failure("expired"));
  it.say("second");
  await settle();
  expect(words(it)).toEqual(["first", "re first", STRINGS.renewed, "second", "re second"]);
  expect(around.transport.start).toHaveBeenCalledTimes(2);
});

test("a button of an expired session is sent to the new one as text: the server binds tokens to their session", async () => {
  const it = chat();
  it.begin();
  await settle();
  around.transport.send.mockRejectedValueOnce(new Failure("expired"));
  it.press({ title: "Foods", token: "old" });
  await settle();
  expect(around.transport.send.mock.lastCall![1]).toEqual({ text: "Foods" });
  expect(words(it)).toEqual(["Hello", STRINGS.renewed, "Foods", "re Foods"]);
});

test("a server that refuses every new session too does not make it turn in circles", async () => {
  const it = chat();
  around.transport.send.mockRejectedValue(new Failure("expired"));
  it.say("x");
  await settle();
  expect(around.transport.send).toHaveBeenCalledTimes(2);
  expect(it.state.trouble?.kind).toBe("gone");
});

test("a refused text goes back into the field", async () => {
  const it = chat();
  around.transport.send.mockRejectedValueOnce(new Failure("refused", null, "Call 112."));
  it.say("too long");
  await settle();
  expect(it.state).toMatchObject({ draft: "too long", refused: true, emergencyLine: "Call 112.", trouble: null });
  expect(words(it)).toEqual([]);
});

test("a refused button is told of", async () => {
  const it = chat();
  it.begin();
  await settle();
  around.transport.send.mockRejectedValueOnce(new Failure("refused"));
  it.press({ title: "Foods", token: "old" });
  await settle();
  expect(words(it)).toEqual(["Hello", STRINGS.buttonGone]);
});

test("slowness is told after 8 s", async () => {
  const it = chat();
  around.transport.send.mockImplementation(() => new Promise((done) => setTimeout(() => done(turn("late")), 20_000)));
  it.say("x");
  await vi.advanceTimersByTimeAsync(SLOW - 100);
  expect(it.state.slow).toBe(false);
  await vi.advanceTimersByTimeAsync(200);
  expect(it.state.slow).toBe(true);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(it.state).toMatchObject({ slow: false, busy: false });
});

test("several messages are answered in their order, each answer after its question", async () => {
  around.online = false;
  const it = chat();
  it.say("one");
  it.say("two");
  around.online = true;
  it.networkChanged();
  await settle();
  expect(words(it)).toEqual(["one", "re one", "two", "re two"]);
});

test("an answer that comes after a restart is dropped", async () => {
  const it = chat();
  let answer: (turn: Turn) => void = () => undefined;
  around.transport.send.mockImplementationOnce(() => new Promise((done) => (answer = done)));
  it.say("old");
  await settle();
  it.restart();
  await settle();
  answer(turn("stale"));
  await settle();
  expect(words(it)).toEqual(["Hello"]);
  expect(it.state.busy).toBe(false);
});
