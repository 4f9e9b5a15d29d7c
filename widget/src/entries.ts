import type { Answer, Entry, Said, TranscriptTurn, Turn } from "./types.ts";

/** Pure functions over the list of entries that a conversation is. */

export function keyOf(entry: Entry): string {
  return entry.kind === "answer" ? entry.key : entry.id;
}

/** The key of the answer to what was said: known before the answer is, and the same in every tab. */
export function answerKey(said: Said): string {
  return `re:${said.id}`;
}

/** The key of a turn that answers nothing. */
export function greetingKey(turn: Turn): string {
  return `greeting:${turn.turn_id}`;
}

export function isGreeting(answer: Answer): boolean {
  return answer.key.startsWith("greeting:");
}

export function answerOf(turn: Turn, key: string, at: string, fresh: boolean): Answer {
  const { messages, ...rest } = turn;
  return { kind: "answer", key, at, messages, turn: rest, fresh };
}

export function unsent(entries: Entry[]): Said[] {
  return entries.filter((entry): entry is Said => entry.kind === "said" && entry.delivery !== "sent");
}

export function lastAnswer(entries: Entry[]): Answer | null {
  const last = entries.findLast((entry) => entry.kind !== "notice");
  return last?.kind === "answer" ? last : null;
}

/** Puts the entry in place of the one with its key, or right after the entry `after`, or at the end. */
export function put(entries: Entry[], entry: Entry, after?: string): Entry[] {
  const key = keyOf(entry);
  const here = entries.findIndex((e) => keyOf(e) === key);
  if (here >= 0) return entries.with(here, entry);
  const before = after === undefined ? -1 : entries.findIndex((e) => keyOf(e) === after);
  return before < 0 ? [...entries, entry] : entries.toSpliced(before + 1, 0, entry);
}

export function without(entries: Entry[], key: string): Entry[] {
  return entries.filter((entry) => keyOf(entry) !== key);
}

/** For a new session: the buttons of the old one mean nothing to it, so what they said is sent as text. */
export function withoutTokens(entries: Entry[]): Entry[] {
  return entries.map((entry) => (entry.kind === "said" && entry.delivery !== "sent" ? { ...entry, body: { text: entry.text } } : entry));
}

/** What a page that was closed half-way can go on with: answers cut off are asked for again. */
export function revived(entries: Entry[]): Entry[] {
  return entries
    .filter((entry) => entry.kind !== "answer" || entry.turn !== null)
    .map((entry) => {
      if (entry.kind === "said" && entry.delivery === "sending") return { ...entry, delivery: "waiting" };
      return entry.kind === "answer" ? { ...entry, fresh: false } : entry;
    });
}

/**
 * Adds the turns of the server's transcript that this page does not have (another tab had them). The greeting is
 * not missed: who wrote first was answered without it.
 */
export function withTranscript(entries: Entry[], turns: TranscriptTurn[]): Entry[] {
  const known = new Set(entries.map((entry) => (entry.kind === "answer" ? entry.turn?.turn_id : undefined)));
  const added = turns
    .filter(({ text, turn }) => !known.has(turn.turn_id) && (text !== null || !entries.length))
    .flatMap(({ at, text, turn }): Entry[] => {
      if (text === null) return [answerOf(turn, greetingKey(turn), at, false)];
      const said: Said = { kind: "said", id: `said:${turn.turn_id}`, at, text, body: { text }, delivery: "sent" };
      return [said, answerOf(turn, answerKey(said), at, false)];
    });
  if (!added.length) return entries;
  const waiting = unsent(entries);
  return [...entries.filter((entry) => !waiting.includes(entry as Said)), ...added, ...waiting];
}

/** Two tabs' views of one conversation: theirs, and what only this tab has. */
export function united(mine: Entry[], theirs: Entry[]): Entry[] {
  const byKey = new Map(mine.map((entry) => [keyOf(entry), entry]));
  const shared = theirs.map((entry) => {
    const own = byKey.get(keyOf(entry));
    byKey.delete(keyOf(entry));
    if (!own) return entry.kind === "answer" ? { ...entry, fresh: false } : entry;
    const ownIsAhead = own.kind === "said" ? own.delivery === "sent" : own.kind === "answer" && own.turn !== null && !("rating" in entry);
    return ownIsAhead ? own : entry;
  });
  return [...shared, ...byKey.values()];
}
