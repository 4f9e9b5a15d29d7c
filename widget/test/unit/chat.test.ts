import { expect, test, vi } from "vitest";
import { STRINGS } from "../../src/strings.ts";
import { Failure } from "../../src/transport.ts";
import type { Answer, Message } from "../../src/types.ts";
import { around, chat, settle, turn, words } from "./fake-surroundings.ts";

test("beginning opens a session with the guessed country, and greets", async () => {
  const it = chat();
  it.begin();
  await settle();
  expect(around.transport.start).toHaveBeenCalledWith({ country: "GB", locale: "en-GB", consent: "session" });
  expect(words(it)).toEqual(["Hello"]);
});

test("who writes first gets the answer, without a greeting in front of it", async () => {
  const it = chat();
  it.say("  is it curable? ");
  expect(words(it)).toEqual(["is it curable?"]);
  await settle();
  expect(words(it)).toEqual(["is it curable?", "re is it curable?"]);
  expect(it.state).toMatchObject({ busy: false, trouble: null, draft: "" });
  expect(around.heard).toHaveLength(1);
});

test("an answer that streams in keeps its key", async () => {
  const it = chat();
  const keys = new Set<string>();
  around.transport.send.mockImplementation((_s, _b, _id, onMessage: (message: Message, index: number) => void) => {
    for (const [index, text] of ["one", "two"].entries()) {
      onMessage({ text }, index);
      keys.add((it.state.entries.at(-1) as Answer).key);
      expect(words(it).at(-1)).toBe(["one", "one two"][index]);
    }
    return Promise.resolve(turn("", { messages: [{ text: "one" }, { text: "two" }] }));
  });
  it.say("x");
  await settle();
  keys.add((it.state.entries.at(-1) as Answer).key);
  expect(keys.size).toBe(1);
  expect(words(it)).toEqual(["x", "one two"]);
});

test("a reload finds the conversation, the unsent text, and sends what was on its way", async () => {
  const before = chat();
  before.say("one");
  await settle();
  around.transport.send.mockImplementationOnce(() => new Promise(() => undefined));
  before.say("two");
  before.setDraft("half a sen");
  await settle();
  const id = around.transport.send.mock.lastCall![2];
  const after = chat();
  expect(after.state.draft).toBe("half a sen");
  await settle();
  expect(words(after)).toEqual(["one", "re one", "two", "re two"]);
  expect(around.transport.send.mock.lastCall![2]).toBe(id);
});

test("who wants nothing kept leaves no trace", async () => {
  const it = chat();
  it.setDraft("my secret");
  it.setKeep("nothing");
  it.say("my secret");
  await settle();
  expect(around.transport.start).toHaveBeenCalledWith(expect.objectContaining({ consent: "none" }));
  expect(sessionStorage.length + localStorage.length).toBe(0);
});

test("the device keeps only what it was asked to keep, and not for ever", async () => {
  const it = chat();
  it.say("x");
  await settle();
  expect(localStorage.length).toBe(0);
  it.setKeep("device");
  expect([sessionStorage.length, localStorage.length]).toEqual([0, 1]);
  vi.setSystemTime(Date.now() + 31 * 864e5);
  expect(words(chat())).toEqual([]);
  expect(localStorage.length).toBe(0);
});

test("forgetting erases here and there; if the server can't be told, it says so and erases nothing", async () => {
  const it = chat();
  it.say("x");
  await settle();
  around.transport.forget.mockRejectedValueOnce(new Failure("gone"));
  expect(await it.forget()).toBe(false);
  expect(words(it)).toEqual(["x", "re x"]);
  expect(await it.forget()).toBe(true);
  expect(it.state).toMatchObject({ entries: [], session: null });
  expect(sessionStorage.length).toBe(0);
});

test("resuming adds what another tab had, and tells of an ended conversation", async () => {
  const it = chat();
  it.say("x");
  await settle();
  around.transport.transcript.mockResolvedValueOnce([{ at: "2026-11-23T00:00:00Z", text: "there", turn: turn("re there") }]);
  await it.resume();
  expect(words(it)).toEqual(["x", "re x", "there", "re there"]);
  around.transport.transcript.mockRejectedValueOnce(new Failure("expired"));
  await it.resume();
  expect(words(it).at(-1)).toBe(STRINGS.endedWhileAway);
  expect(it.state.session).toBeNull();
});

test("another tab's words appear where the device keeps the conversation", async () => {
  const mine = chat();
  mine.setKeep("device");
  mine.say("mine");
  await settle();
  const theirs = chat();
  expect(words(theirs)).toEqual(["mine", "re mine"]);
  theirs.say("theirs");
  await settle();
  mine.changedElsewhere(new StorageEvent("storage", { key: "magnesium-chat:https://example.org", storageArea: localStorage }));
  expect(words(mine)).toEqual(["mine", "re mine", "theirs", "re theirs"]);
  theirs.restart();
  await settle();
  mine.changedElsewhere(new StorageEvent("storage", { key: "magnesium-chat:https://example.org", storageArea: localStorage }));
  expect(words(mine)).toEqual(["Hello"]);
});

test("a chosen country is told to the server, whose numbers then count", async () => {
  const it = chat();
  await it.setCountry("FR");
  expect(around.transport.setCountry).not.toHaveBeenCalled();
  it.begin();
  await settle();
  expect(around.transport.start).toHaveBeenCalledWith(expect.objectContaining({ country: "FR" }));
  await it.setCountry("FR");
  expect(it.state.numbers["FR"]?.[0]?.number).toBe("15");
});

test("a country the bundle does not know is shown only once the server has given its numbers", async () => {
  const it = chat();
  it.begin();
  await settle();
  around.transport.setCountry.mockRejectedValueOnce(new Failure("gone"));
  await it.setCountry("XX");
  expect(it.state.country).toBe("GB");
  await it.setCountry("XX");
  expect(it.state.country).toBe("XX");
});

test("a rating the server did not get is taken back", async () => {
  const it = chat();
  it.say("x");
  await settle();
  const answer = () => it.state.entries.at(-1) as Answer;
  await it.rate(answer(), { helpful: true });
  expect(answer().rating).toEqual({ helpful: true });
  around.transport.rate.mockRejectedValueOnce(new Failure("gone"));
  await it.rate(answer(), { helpful: false });
  expect(answer().rating).toEqual({ helpful: true });
});

test("answers while the panel is closed are counted", async () => {
  const it = chat();
  it.say("x");
  await settle();
  expect(it.state.unread).toBe(1);
  it.setOpen(true);
  expect(it.state.unread).toBe(0);
});
