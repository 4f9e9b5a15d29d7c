import { html, LitElement, nothing, unsafeCSS, type PropertyValues } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { Chat } from "./chat.ts";
import { keyOf, lastAnswer } from "./entries.ts";
import { conversationText, saveAsFile } from "./export.ts";
import { Shelf, storageOf } from "./saved.ts";
import { STRINGS } from "./strings.ts";
import base from "./styles/base.css";
import entries from "./styles/entries.css";
import { HttpTransport } from "./transport.ts";
import type { Answer, Button, EscalationCard, Turn } from "./types.ts";
import { composerView, isSendable } from "./view/composer.ts";
import { entryView } from "./view/entry.ts";
import { helpView } from "./view/help.ts";
import { numbersOf } from "./view/card-escalation.ts";
import { CHAT, CLOSE, MORE } from "./view/icons.ts";
import { confirmView, menuView } from "./view/menu.ts";
import { troubleView } from "./view/trouble.ts";
import { welcomeView } from "./view/welcome.ts";

/** What the host page hears of a turn: never the words of the person or of the answer. */
export type TurnDetail = Pick<Turn, "turn_id" | "topics" | "urgency">;

const FULL_SCREEN = "(max-width: 600px), (max-height: 480px)";

/**
 * `<magnesium-chat server="https://…" country="GB" retention-hours="24">`
 *
 * All attributes are optional; `opened` is set while the panel is open, for the page's own styles. Events: `magnesium:open`, `magnesium:close`, `magnesium:turn` (TurnDetail).
 */
export class MagnesiumChat extends LitElement {
  static override styles = [unsafeCSS(base), unsafeCSS(entries)];
  static override properties = {
    server: {},
    country: {},
    retentionHours: { attribute: "retention-hours", type: Number },
    overlay: { state: true },
    flash: { state: true },
  };

  declare server: string;
  declare country: string | null;
  declare retentionHours: number;
  /** What is open over the conversation: one thing at a time, closed by Escape before the panel is. */
  declare private overlay: "menu" | "help" | "confirm" | null;
  declare private flash: string;

  private chat!: Chat;
  private announced = "";
  private alertText = "";
  private followed = "";
  private flashTimer: ReturnType<typeof setTimeout> | undefined;
  private ticking: ReturnType<typeof setInterval> | undefined;
  private resumed = false;

  constructor() {
    super();
    this.server = new URL(import.meta.url).origin;
    this.country = null;
    this.retentionHours = 24;
    this.overlay = null;
    this.flash = "";
  }

  open(): void {
    this.chat.setOpen(true);
    this.emit("magnesium:open");
    if (!this.resumed) void this.chat.resume();
    this.resumed = true;
    void this.updateComplete.then(() => this.focusInput());
  }

  close(): void {
    this.overlay = null;
    this.chat.setOpen(false);
    this.emit("magnesium:close");
    void this.updateComplete.then(() => this.find(".launcher")?.focus());
  }

  /** Opens the chat and sends the text as if the reader had typed it. */
  send(text: string): void {
    this.open();
    this.chat.say(text);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.chat ??= new Chat({
      transport: new HttpTransport(this.server),
      shelf: new Shelf(this.server, storageOf("sessionStorage"), storageOf("localStorage")),
      languages: navigator.languages,
      country: this.country,
      online: () => navigator.onLine,
      onChange: () => this.requestUpdate(),
      onTurn: ({ turn_id, topics, urgency }) => this.emit("magnesium:turn", { turn_id, topics, urgency }),
    });
    window.addEventListener("online", this.onNetwork);
    window.addEventListener("offline", this.onNetwork);
    window.addEventListener("storage", this.onStorage);
    window.visualViewport?.addEventListener("resize", this.onViewport);
    this.media.addEventListener("change", this.onMedia);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener("online", this.onNetwork);
    window.removeEventListener("offline", this.onNetwork);
    window.removeEventListener("storage", this.onStorage);
    window.visualViewport?.removeEventListener("resize", this.onViewport);
    this.media.removeEventListener("change", this.onMedia);
    clearInterval(this.ticking);
    this.ticking = undefined;
  }

  private readonly media = window.matchMedia(FULL_SCREEN);
  private readonly onNetwork = () => this.chat.networkChanged();
  private readonly onStorage = (event: StorageEvent) => this.chat.changedElsewhere(event);
  /** On phones the keyboard covers the page's lower half; the panel keeps to what can be seen. */
  private readonly onViewport = () => this.find(".panel")?.style.setProperty("--seen", `${window.visualViewport!.height}px`);
  private readonly onMedia = () => {
    if (this.dialog?.open) this.dialog.close();
    this.requestUpdate();
  };

  private find(selector: string): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>(selector);
  }

  private get dialog(): HTMLDialogElement | null {
    return this.find(".panel") as HTMLDialogElement | null;
  }

  private emit(name: string, detail?: TurnDetail): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  /** With a touch screen the keyboard would cover what is to be read, so there the log has the focus. */
  private focusInput(): void {
    const typed = window.matchMedia("(pointer: fine)").matches;
    this.find(typed ? "textarea" : this.chat.started ? ".log" : ".welcome")?.focus();
  }

  private show(overlay: typeof this.overlay, focus: string): void {
    this.overlay = overlay;
    void this.updateComplete.then(() => this.find(focus)?.focus());
  }

  private say(text: string): void {
    this.flash = text;
    clearTimeout(this.flashTimer);
    this.flashTimer = setTimeout(() => (this.flash = ""), 6_000);
  }

  private readonly onKey = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || event.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    if (this.overlay === "help") this.show(null, ".help");
    else if (this.overlay) this.show(null, ".more");
    else this.close();
  };

  private readonly press = (button: Button) => {
    this.chat.press(button);
    this.focusInput();
  };

  private readonly submit = () => {
    if (isSendable(this.chat.state.draft)) this.chat.say(this.chat.state.draft);
  };

  private readonly menu = {
    restart: () => {
      this.chat.restart();
      this.overlay = null;
      this.focusInput();
    },
    copy: () => {
      const done = navigator.clipboard?.writeText(conversationText(this.chat.state.entries)) ?? Promise.reject(new Error());
      done.then(() => this.say(STRINGS.copied), () => this.say(STRINGS.copyFailed));
      this.show(null, ".more");
    },
    download: () => {
      saveAsFile(conversationText(this.chat.state.entries), "magnesium-chat.txt");
      this.show(null, ".more");
    },
    print: () => {
      this.overlay = null;
      void this.updateComplete.then(() => window.print());
    },
    forget: () => this.show("confirm", ".confirm .reply"),
    keep: this.keep.bind(this),
  };

  private keep(keep: "tab" | "device" | "nothing"): void {
    this.chat.setKeep(keep);
  }

  private async forget(): Promise<void> {
    const done = await this.chat.forget();
    this.say(done ? STRINGS.forgotten : STRINGS.forgetFailed);
    this.show(null, done ? ".welcome" : ".more");
  }

  override render() {
    const { chat, overlay } = this;
    const { state } = chat;
    const latest = lastAnswer(state.entries);
    const status = this.flash || (state.trouble ? STRINGS[state.trouble.kind] : state.slow ? STRINGS.slow : "");
    const choose = (code: string) => void chat.setCountry(code);
    return html`
      <button type="button" class="launcher" aria-haspopup="dialog" aria-expanded=${state.open ? "true" : "false"} ?hidden=${state.open} @click=${() => this.open()}>
        ${CHAT}<span>${STRINGS.launch}</span>
        ${state.unread ? html`<span class="badge"><span aria-hidden="true">${state.unread}</span><span class="sr">${STRINGS.unread(state.unread)}</span></span>` : nothing}
      </button>
      <p class="sr" role="status">${state.open || !state.unread ? "" : STRINGS.unread(state.unread)}</p>
      <dialog class="panel" aria-labelledby="title" @keydown=${this.onKey} @cancel=${(event: Event) => event.preventDefault()}>
        <header>
          <div class="title"><h2 id="title">${STRINGS.name}</h2><p>${STRINGS.subtitle}</p></div>
          <button type="button" class="help" aria-expanded=${overlay === "help" ? "true" : "false"} @click=${() => (overlay === "help" ? this.show(null, ".help") : this.show("help", ".sheet h3"))}>${STRINGS.help}</button>
          <button type="button" class="round more" aria-label=${STRINGS.menu} aria-expanded=${overlay === "menu" ? "true" : "false"} @click=${() => (overlay === "menu" ? this.show(null, ".more") : this.show("menu", ".menu button:not(:disabled), .menu input"))}>${MORE}</button>
          <button type="button" class="round" aria-label=${STRINGS.close} @click=${() => this.close()}>${CLOSE}</button>
          ${overlay === "menu" ? menuView(state.keep, !chat.started, this.menu) : nothing}
        </header>
        ${overlay === "help" ? helpView(state, choose, () => this.show(null, ".help")) : nothing}
        ${chat.started || overlay === "help" ? nothing : welcomeView(state.keep, this.retentionHours, this.menu.keep, () => { chat.begin(); this.focusInput(); })}
        <div class="log ${chat.started ? "" : "empty"}" role="log" aria-live="polite" aria-label=${STRINGS.log} tabindex=${chat.started ? "0" : "-1"} ?hidden=${overlay === "help"}>
          ${repeat(state.entries, keyOf, (entry) => html`<div class="entry ${entry.kind !== "answer" || entry.fresh ? "fresh" : ""}">${entryView(entry, entry === latest && !state.busy, chat, { press: this.press, rate: (answer, rating) => void chat.rate(answer, rating) })}</div>`)}
          ${state.busy ? html`<div class="typing" aria-hidden="true"><i></i><i></i><i></i></div>` : nothing}
        </div>
        ${troubleView(chat)}
        ${overlay === "confirm" ? confirmView(() => void this.forget(), () => this.show(null, ".more")) : nothing}
        ${this.flash ? html`<p class="toast" aria-hidden="true">${this.flash}</p>` : nothing}
        <p class="sr" role="status">${status}</p>
        <p class="sr" role="alert">${this.alertText}</p>
        ${composerView(state, (draft) => chat.setDraft(draft), this.submit)}
      </dialog>
    `;
  }

  protected override willUpdate(): void {
    const latest = lastAnswer(this.chat.state.entries);
    const card = latest?.fresh ? latest.messages.find((m) => m.card?.type === "escalation")?.card : undefined;
    if (!latest || !card || latest.key === this.announced) return;
    this.announced = latest.key;
    this.alertText = this.shortOf(card as EscalationCard);
  }

  private shortOf(card: EscalationCard): string {
    const first = numbersOf(card, this.chat.state)[0];
    return [card.title, first ? `${STRINGS.call} ${first.label}: ${first.number}` : "", card.steps[0] ?? ""].filter(Boolean).join(". ");
  }

  protected override updated(_changed: PropertyValues): void {
    const { state } = this.chat;
    const { dialog } = this;
    this.toggleAttribute("opened", state.open);
    if (dialog && state.open !== dialog.open) {
      if (!state.open) dialog.close();
      else if (this.media.matches) dialog.showModal();
      else dialog.show();
    }
    this.follow();
    const counting = state.trouble?.retryAt != null;
    if (counting && this.ticking === undefined) this.ticking = setInterval(() => this.requestUpdate(), 1000);
    if (!counting) {
      clearInterval(this.ticking);
      this.ticking = undefined;
    }
  }

  /** Brings what is new into view: the end of the log, or the start of an answer that is taller than the log. */
  private follow(): void {
    const log = this.find(".log");
    const last = this.chat.state.entries.at(-1);
    const mark = `${last ? keyOf(last) : ""}/${(last as Answer | undefined)?.messages?.length ?? 0}/${this.chat.state.open}/${this.chat.state.busy}`;
    if (!log || mark === this.followed) return;
    this.followed = mark;
    const node = log.querySelector<HTMLElement>(".entry:last-of-type");
    log.scrollTop = log.scrollHeight;
    if (node && last?.kind === "answer" && node.offsetHeight > log.clientHeight) log.scrollTop = node.offsetTop - log.offsetTop - 8;
  }
}
