import { afterEach, beforeEach, vi } from "vitest";
import { Chat } from "../../src/chat.ts";
import { Shelf } from "../../src/saved.ts";
import type { Transport } from "../../src/transport.ts";
import type { Turn } from "../../src/types.ts";

export const around = { online: true, transport: fakeTransport(), heard: [] as string[] };
let count = 0;

export function turn(text: string, more: Partial<Turn> = {}): Turn {
  count += 1;
  return { turn_id: `t${count}`, messages: [{ text }], topics: [], urgency: "none", open_escalation: "none", sources: [], answers: [], versions: { knowledge: "", model: "" }, ...more };
}

/** A server that remembers client_ids, as the real one does. */
function fakeTransport() {
  const answered = new Map<string, Turn>();
  return {
    start: vi.fn<Transport["start"]>(() => Promise.resolve({ session: { token: `s${crypto.randomUUID()}` }, turn: turn("Hello") })),
    send: vi.fn<Transport["send"]>((_session, body, id) => {
      const known = answered.get(id) ?? turn(`re ${"text" in body ? body.text : body.button}`);
      answered.set(id, known);
      return Promise.resolve(known);
    }),
    setCountry: vi.fn<Transport["setCountry"]>(() => Promise.resolve([{ kind: "emergency", label: "SAMU", number: "15", tel: "tel:15" }])),
    transcript: vi.fn<Transport["transcript"]>(() => Promise.resolve([])),
    forget: vi.fn<Transport["forget"]>(() => Promise.resolve()),
    rate: vi.fn<Transport["rate"]>(() => Promise.resolve()),
  };
}

export function chat(): Chat {
  return new Chat({
    transport: around.transport, shelf: new Shelf("https://example.org", sessionStorage, localStorage), languages: ["en-GB"], country: null,
    online: () => around.online, onChange: () => undefined, onTurn: ({ turn_id }) => around.heard.push(turn_id),
  });
}

export const words = (it: Chat) => it.state.entries.map((e) => (e.kind === "answer" ? e.messages.map((m) => m.text).join(" ") : e.text));
export const settle = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => {
  vi.useFakeTimers();
  sessionStorage.clear();
  localStorage.clear();
  Object.assign(around, { online: true, transport: fakeTransport(), heard: [] });
});
afterEach(() => vi.useRealTimers());
