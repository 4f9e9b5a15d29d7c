import { html, LitElement, unsafeCSS } from "lit";
import { Chat } from "./chat.ts";
import { keyOf, lastAnswer } from "./entries.ts";
import { conversationText, printAlone, saveAsFile } from "./export.ts";
import { Shelf, storageOf } from "./saved.ts";
import { STRINGS } from "./strings.ts";
import base from "./styles/base.css";
import entries from "./styles/entries.css";
import { HttpTransport } from "./transport.ts";
import type { Turn } from "./types.ts";
import { isSendable } from "./view/composer.ts";
import { announcement } from "./view/card-escalation.ts";
import { launcherView, panelView, type Overlay, type PanelActions } from "./view/panel.ts";

/** What the host page hears of a turn: never the words of the person or of the answer. */
export type TurnDetail = Pick<Turn, "turn_id" | "topics" | "urgency">;

/** What gets the focus when an overlay opens. */
const FIRST = { menu: ".menu button:not(:disabled), .menu input", help: ".sheet h3", confirm: ".confirm .reply" };
const FULL_SCREEN = "(max-width: 600px), (max-height: 480px)";

/**
 * `<magnesium-chat server="https://…" country="GB" retention-hours="24">`
 *
 * All attributes are optional; `opened` is set while the panel is open, for the page's own styles.
 * Events: `magnesium:open`, `magnesium:close`, `magnesium:turn` (TurnDetail).
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
  declare private overlay: Overlay;
  declare private flash: string;

  private conversation: Chat | null = null;
  /** What was announced last, and the key of the answer it stood in. */
  private alert = { key: "", text: "" };
  private followed = "";
  private flashTimer: ReturnType<typeof setTimeout> | undefined;
  private ticking: ReturnType<typeof setTimeout> | undefined;
  private resumed = false;
  private connection = new AbortController();

  constructor() {
    super();
    this.server = new URL(import.meta.url).origin;
    this.country = null;
    this.retentionHours = 24;
    this.overlay = null;
    this.flash = "";
  }

  open(): void {
    this.openAt(this.inputSelector);
  }

  private openAt(focus: string): void {
    this.chat.setOpen(true);
    this.emit("magnesium:open");
    this.resume();
    this.focusOn(focus);
  }

  close(): void {
    this.overlay = null;
    this.chat.setOpen(false);
    this.emit("magnesium:close");
    this.focusOn(".launcher");
  }

  /** Opens the chat and sends the text as if the reader had typed it. */
  send(text: string): void {
    this.open();
    this.chat.say(text);
  }

  /** Made when first needed: the attributes are there by then. */
  private get chat(): Chat {
    return (this.conversation ??= new Chat({
      transport: new HttpTransport(this.server),
      shelf: new Shelf(this.server, storageOf("sessionStorage"), storageOf("localStorage")),
      languages: navigator.languages,
      country: this.country,
      online: () => navigator.onLine,
      onChange: () => this.requestUpdate(),
      onTurn: (turn) => this.onTurn(turn),
    }));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.connection = new AbortController();
    const { signal } = this.connection;
    window.addEventListener("online", this.onNetwork, { signal });
    window.addEventListener("offline", this.onNetwork, { signal });
    window.addEventListener("storage", this.onStorage, { signal });
    window.visualViewport?.addEventListener("resize", this.onViewport, { signal });
    this.media.addEventListener("change", this.onMedia, { signal });
    // A modal dialog that is moved within the page has been closed by that.
    this.requestUpdate();
    if (!this.chat.state.open) return;
    // On a phone the panel would hide the page that a link has just led to.
    const [entry] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
    if (this.media.matches && entry?.type !== "reload") this.chat.setOpen(false);
    else this.resume();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.connection.abort();
    clearTimeout(this.ticking);
  }

  private resume(): void {
    if (!this.resumed) void this.chat.resume();
    this.resumed = true;
  }

  private onTurn({ turn_id, topics, urgency }: Turn): void {
    // Who closed the chat while waiting must not miss this. Not into the text field: a word being typed elsewhere would land there.
    if (!this.chat.state.open && (urgency === "emergency" || urgency === "crisis")) this.openAt(".log");
    this.emit("magnesium:turn", { turn_id, topics, urgency });
  }

  private readonly media = window.matchMedia(FULL_SCREEN);
  private readonly onNetwork = () => this.chat.networkChanged();
  private readonly onStorage = (event: StorageEvent) => this.chat.changedElsewhere(event);
  /** On phones the keyboard covers the page's lower half; the panel keeps to what can be seen. */
  private readonly onViewport = () => this.find(".panel")?.style.setProperty("--seen", `${window.visualViewport?.height ?? window.innerHeight}px`);
  private readonly onMedia = () => {
    if (this.dialog?.open) this.dialog.close();
    this.requestUpdate();
  };

  private find(selector: string): HTMLElement | null {
    return this.renderRoot.querySelector(selector);
  }

  private get dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector("dialog");
  }

  private emit(name: string, detail?: TurnDetail): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  /** With a touch screen it is the log: the keyboard would cover what is to be read. */
  private get inputSelector(): string {
    return window.matchMedia("(pointer: fine)").matches ? "textarea" : ".log";
  }

  private focusOn(selector: string): void {
    void this.updateComplete.then(() => this.find(selector)?.focus());
  }

  /** Opens or closes what lies over the conversation; the focus goes into it, or back to where it was opened. */
  private show(overlay: Overlay): void {
    const opener = this.overlay === "help" ? ".help" : ".more";
    this.overlay = overlay;
    this.focusOn(overlay ? FIRST[overlay] : opener);
  }

  private say(text: string): void {
    this.flash = text;
    clearTimeout(this.flashTimer);
    this.flashTimer = setTimeout(() => (this.flash = ""), 6_000);
  }

  private readonly actions: PanelActions = {
    open: () => this.open(),
    close: () => this.close(),
    // Some browsers close a dialog whatever its cancel event said.
    closed: () => {
      if (this.chat.state.open && !this.dialog?.open) this.close();
    },
    key: (event) => {
      if (event.key !== "Escape" || event.isComposing) return;
      event.stopPropagation();
      this.actions.back(event);
    },
    // Escape, or the back gesture of a phone.
    back: (event) => {
      event.preventDefault();
      if (this.overlay) this.show(null);
      else this.close();
    },
    show: (overlay) => this.show(overlay),
    begin: () => {
      this.chat.begin();
      this.focusOn(this.inputSelector);
    },
    submit: () => {
      if (isSendable(this.chat.state.draft)) this.chat.say(this.chat.state.draft);
    },
    forget: () => void this.forget(),
    entry: {
      press: (button) => {
        this.chat.press(button);
        this.focusOn(this.inputSelector);
      },
      rate: (answer, rating) => {
        void this.chat.rate(answer, rating);
        void this.updateComplete.then(() => this.find(".why")?.scrollIntoView({ block: "nearest" }));
      },
    },
    menu: {
      restart: () => {
        this.chat.restart();
        this.overlay = null;
        this.focusOn(this.inputSelector);
      },
      copy: () => {
        void this.copy();
        this.show(null);
      },
      download: () => {
        saveAsFile(conversationText(this.chat.state.entries), "magnesium-chat.txt");
        this.show(null);
      },
      print: () => {
        this.show(null);
        void this.updateComplete.then(() => printAlone(this.localName));
      },
      forget: () => this.show("confirm"),
      keep: (keep) => this.chat.setKeep(keep),
    },
  };

  private async copy(): Promise<void> {
    try {
      // On a page without https there is no clipboard, which throws as well.
      await navigator.clipboard.writeText(conversationText(this.chat.state.entries));
      this.say(STRINGS.copied);
    } catch {
      this.say(STRINGS.copyFailed);
    }
  }

  private async forget(): Promise<void> {
    const done = await this.chat.forget();
    this.say(done ? STRINGS.forgotten : STRINGS.forgetFailed);
    this.show(null);
    if (done) this.focusOn(".log");
  }

  override render() {
    const { chat, overlay, flash, alert, retentionHours } = this;
    return html`${launcherView(chat, this.actions.open)} ${panelView(chat, { overlay, flash, alert, retentionHours }, this.actions)}`;
  }

  /** Into a region that is in view by then, or it is not read out; once for each answer. */
  private announce(): void {
    const latest = lastAnswer(this.chat.state.entries);
    const card = latest?.fresh ? latest.messages.find((message) => message.card?.type === "escalation")?.card : undefined;
    if (!latest || card?.type !== "escalation" || card.level === "urgent" || latest.key === this.alert.key) return;
    const { key } = latest;
    this.alert = { key, text: "" };
    setTimeout(() => {
      this.alert = { key, text: announcement(card, this.chat.state) };
      this.requestUpdate();
    }, 100);
  }

  protected override updated(): void {
    const { state } = this.chat;
    const { dialog } = this;
    this.toggleAttribute("opened", state.open);
    if (dialog && state.open !== dialog.open) {
      if (!state.open) dialog.close();
      else if (this.media.matches) dialog.showModal();
      // Not show(): it would take the focus, also where a page is loaded with the chat still open.
      else dialog.open = true;
    }
    this.announce();
    this.follow();
    clearTimeout(this.ticking);
    if (state.trouble?.retryAt) this.ticking = setTimeout(() => this.requestUpdate(), 1000);
  }

  /** Brings what is new into view: the end of the log, or the start of an answer that is taller than the log. */
  private follow(): void {
    const log = this.find(".log");
    const last = this.chat.state.entries.at(-1);
    const mark = [last && keyOf(last), last?.kind === "answer" && last.messages.length, this.chat.state.open, this.chat.state.busy].join("/");
    if (!log || mark === this.followed) return;
    this.followed = mark;
    const node = [...log.querySelectorAll<HTMLElement>(".entry")].at(-1);
    log.scrollTop = log.scrollHeight;
    if (node && last?.kind === "answer" && node.offsetHeight > log.clientHeight) log.scrollTop = node.offsetTop - log.offsetTop - 8;
  }
}
