import { answerKey, answerOf, greetingKey, put, revived, united, unsent, withoutTokens, withTranscript, without } from "./entries.ts";
import { countryOf, guessCountry } from "./numbers.ts";
import type { State, Surroundings } from "./state.ts";
import { STRINGS } from "./strings.ts";
import { Failure } from "./transport.ts";
import type { Answer, Button, Entry, Keep, Message, MessageBody, Rating, Said } from "./types.ts";

/** After this many ms without an answer the person is told, and shown where help is. */
export const SLOW = 8_000;
const WAITS = [2_000, 4_000, 8_000, 15_000, 30_000];
const MAX_TRIES = 12;
const MAX_ENTRIES = 300;

const now = () => new Date().toISOString();

/**
 * The conversation: what was said and answered, and what is still on its way.
 *
 * A message first enters the list as "waiting" and is saved; `pump` then delivers the waiting ones in
 * their order. Its id is the client_id of every try, so a try whose answer was lost is repeated safely.
 */
export class Chat {
  state: State;
  private greet = false;
  private tries = 0;
  private renewed = false;
  private retryTimer: ReturnType<typeof setTimeout> | undefined;
  /** Counts restarts; an answer that comes for an earlier era is dropped. */
  private era = 0;
  private pumping = -1;

  constructor(private readonly around: Surroundings) {
    const saved = around.shelf.load();
    this.state = {
      ...this.blank(),
      ...(saved && { ...saved, entries: revived(saved.entries) }),
    };
    if (unsent(this.state.entries).length) void this.pump();
  }

  get started(): boolean {
    return this.state.entries.length > 0 || this.greet;
  }

  begin(): void {
    this.greet = true;
    void this.pump();
  }

  say(text: string): void {
    if (text.trim()) this.add(text.trim(), { text: text.trim() });
  }

  press(button: Button): void {
    this.add(button.title, { button: button.token });
  }

  retry(): void {
    this.tries = 0;
    void this.pump();
  }

  networkChanged(): void {
    if (this.around.online()) this.retry();
    else this.update({ trouble: { kind: "offline", retryAt: null } });
  }

  setDraft(draft: string): void {
    this.update({ draft, refused: false });
  }

  setOpen(open: boolean): void {
    this.update({ open, unread: open ? 0 : this.state.unread });
  }

  setKeep(keep: Keep): void {
    this.around.shelf.clear();
    this.update({ keep });
  }

  /** A country is shown as chosen only with its own numbers: the bundled ones until the server's are there. */
  async setCountry(country: string): Promise<void> {
    const { session, numbers } = this.state;
    this.update(numbers[country] || countryOf(country) ? { country } : {});
    if (!session) return;
    try {
      const own = await this.around.transport.setCountry(session, country);
      this.update({ country, numbers: { ...this.state.numbers, [country]: own } });
    } catch {
      return;
    }
  }

  /** Says whether the server took it; the thumb stays as pressed only then. */
  async rate(answer: Answer, rating: Rating): Promise<void> {
    const { session } = this.state;
    if (!session || !answer.turn) return;
    this.update({ entries: put(this.state.entries, { ...answer, rating }) });
    try {
      await this.around.transport.rate(session, answer.turn.turn_id, rating);
    } catch {
      this.update({ entries: put(this.state.entries, answer) });
    }
  }

  restart(): void {
    const { session } = this.state;
    if (session) void this.around.transport.forget(session).catch(() => undefined);
    this.reset();
    this.begin();
  }

  /** Erases the conversation here and on the server; false if the server could not be told, then nothing is erased. */
  async forget(): Promise<boolean> {
    const { session } = this.state;
    try {
      if (session) await this.around.transport.forget(session);
    } catch (error) {
      if ((error as Failure).kind !== "expired") return false;
    }
    this.around.shelf.clear();
    this.state.keep = "tab";
    this.reset();
    return true;
  }

  /** Fetches what this page missed: the same conversation may have gone on in another tab. */
  async resume(): Promise<void> {
    const { session, keep } = this.state;
    if (!session || keep === "nothing" || unsent(this.state.entries).length) return;
    try {
      const turns = await this.around.transport.transcript(session);
      if (session === this.state.session) this.update({ entries: withTranscript(this.state.entries, turns) });
    } catch (error) {
      if ((error as Failure).kind === "expired" && session === this.state.session) {
        this.update({ session: null, entries: this.noticed(STRINGS.endedWhileAway) });
      }
    }
  }

  changedElsewhere(event: StorageEvent): void {
    if (!this.around.shelf.concerns(event)) return;
    const theirs = this.around.shelf.load();
    if (this.state.keep !== "device" || this.state.busy) return;
    if (!theirs) return this.reset();
    const same = theirs.session?.token === this.state.session?.token;
    Object.assign(this.state, {
      session: theirs.session,
      country: theirs.country,
      entries: united(same ? this.state.entries : unsent(this.state.entries), theirs.entries),
    });
    this.around.onChange();
  }

  private blank(): State {
    const { country, languages } = this.around;
    return {
      entries: [], session: null, keep: "tab", country: /^[A-Z]{2}$/.test(country ?? "") ? country : guessCountry(languages), numbers: {}, draft: "",
      open: false, unread: 0, busy: false, slow: false, trouble: null, refused: false,
      emergencyLine: null,
    };
  }

  private reset(): void {
    this.era += 1;
    this.greet = false;
    this.tries = 0;
    clearTimeout(this.retryTimer);
    const { keep, country, numbers, open } = this.state;
    this.update({ ...this.blank(), keep, country, numbers, open });
  }

  private update(change: Partial<State>): void {
    Object.assign(this.state, change);
    const { session, entries, country, draft, open, keep } = this.state;
    if (entries.length || draft) {
      const lasting = entries.slice(-MAX_ENTRIES).map((e) => (e.kind === "answer" ? { ...e, fresh: false } : e));
      this.around.shelf.save({ session, entries: lasting, country, draft, open, keep });
    } else this.around.shelf.drop(keep);
    this.around.onChange();
  }

  private noticed(text: string, before?: Said): Entry[] {
    const { entries } = this.state;
    const at = entries.findIndex((entry) => entry.kind === "said" && entry.id === before?.id);
    return entries.toSpliced(at < 0 ? entries.length : at, 0, { kind: "notice", id: crypto.randomUUID(), at: now(), text });
  }

  private add(text: string, body: MessageBody): void {
    const said: Said = { kind: "said", id: crypto.randomUUID(), at: now(), text, body, delivery: "waiting" };
    this.update({ entries: [...this.state.entries, said], draft: "text" in body ? "" : this.state.draft, refused: false });
    void this.pump();
  }

  private async pump(): Promise<void> {
    const era = this.era;
    if (this.pumping === era) return;
    this.pumping = era;
    clearTimeout(this.retryTimer);
    let slow: ReturnType<typeof setTimeout> | undefined;
    try {
      for (let next = this.next(); next || this.greet; next = this.next()) {
        if (!this.around.online()) throw new Failure("gone");
        this.update({ busy: true, slow: false, trouble: null });
        slow = setTimeout(() => era === this.era && this.update({ slow: true }), SLOW);
        await this.deliver(next, era);
        clearTimeout(slow);
        if (era !== this.era) return;
        this.tries = 0;
      }
      this.update({ trouble: null });
    } catch (error) {
      if (era === this.era) this.failed(error as Failure);
    } finally {
      clearTimeout(slow);
      if (era === this.era) {
        this.pumping = -1;
        this.update({ busy: false, slow: false });
      }
    }
  }

  private next(): Said | undefined {
    return unsent(this.state.entries).find((said) => said.delivery === "waiting");
  }

  /** One step: a session if there is none, then the message if there is one. */
  private async deliver(said: Said | undefined, era: number): Promise<void> {
    const { transport } = this.around;
    if (!this.state.session) {
      const { country, keep } = this.state;
      const { session, turn } = await transport.start({
        ...(country && { country }),
        ...(this.around.languages[0] && { locale: this.around.languages[0] }),
        consent: keep === "nothing" ? "none" : "session",
      });
      if (era !== this.era) return void transport.forget(session).catch(() => undefined);
      // Somebody who wrote first wants the answer, not a greeting in front of it.
      const greeting = !said && this.state.entries.every((entry) => entry.kind === "notice");
      this.greet = false;
      this.update({ session, entries: greeting ? [...this.state.entries, answerOf(turn, greetingKey(turn), now(), true)] : this.state.entries });
      if (greeting) this.around.onTurn(turn);
    }
    this.greet = false;
    if (!said) return;
    try {
      await this.ask(said, era);
      this.renewed = false;
    } catch (error) {
      if (era !== this.era) return;
      this.update({ entries: put(this.state.entries, { ...said, delivery: "waiting" }) });
      const { kind } = error as Failure;
      if (kind === "refused") this.giveBack(said, error as Failure);
      else if (kind === "expired" && !this.renewed) {
        this.renewed = true;
        this.update({ session: null, entries: withoutTokens(this.noticed(STRINGS.renewed, said)) });
      } else throw error;
    }
  }

  private async ask(said: Said, era: number): Promise<void> {
    const key = answerKey(said);
    const partial: Answer = { kind: "answer", key, at: now(), messages: [], turn: null, fresh: true };
    const place = (answer: Answer) => put(this.state.entries, answer, said.id);
    const onMessage = (message: Message, index: number) => {
      if (era !== this.era) return;
      partial.messages = [...partial.messages.slice(0, index), message];
      this.update({ entries: place({ ...partial }) });
    };
    this.update({ entries: put(this.state.entries, { ...said, delivery: "sending" }) });
    const turn = await this.around.transport.send(this.state.session!, said.body, said.id, onMessage);
    if (era !== this.era) return;
    this.update({ entries: put(this.state.entries, { ...said, delivery: "sent" }) });
    this.update({ entries: place(answerOf(turn, key, now(), true)), unread: this.state.open ? 0 : this.state.unread + 1 });
    this.around.onTurn(turn);
  }

  /** Takes a message back out of the conversation that the server will never accept. */
  private giveBack(said: Said, { emergency }: Failure): void {
    const entries = without(this.state.entries, said.id);
    if ("text" in said.body) this.update({ entries, draft: this.state.draft || said.body.text, refused: true, emergencyLine: emergency });
    else {
      this.state.entries = entries;
      this.update({ entries: this.noticed(STRINGS.buttonGone) });
    }
  }

  private failed(failure: Failure): void {
    if (!this.around.online()) return this.update({ trouble: { kind: "offline", retryAt: null } });
    const limited = failure.kind === "limited";
    const wait = limited ? (failure.retryAfter ?? 10) * 1000 : WAITS[Math.min(this.tries, WAITS.length - 1)]!;
    this.tries += 1;
    const again = limited || this.tries <= MAX_TRIES;
    if (again) this.retryTimer = setTimeout(() => void this.pump(), wait);
    this.update({
      trouble: { kind: limited ? "limited" : "gone", retryAt: again ? Date.now() + wait : null },
      emergencyLine: failure.emergency,
    });
  }
}
