/** The chat API as the server speaks it, and the conversation as the widget keeps it. */

export type Urgency = "emergency" | "crisis" | "urgent" | "none";
export type NumberKind = "emergency" | "crisis" | "poison";

export interface PhoneNumber {
  kind: NumberKind;
  label: string;
  number: string;
  /** A `tel:` or `sms:` address, or null where the number can't be dialled as it stands. */
  tel: string | null;
  note?: string | null;
  source?: string;
  checked?: string;
}

export interface Country {
  code: string;
  name: string;
  numbers: PhoneNumber[];
}

export interface EscalationCard {
  type: "escalation";
  level: "emergency" | "crisis" | "urgent";
  title: string;
  country: string | null;
  numbers: PhoneNumber[];
  countries: { code: string; name: string }[];
  steps: string[];
  hint: string;
}

export interface FoodsCard {
  type: "foods";
  title: string;
  caption?: string;
  share_of: { mg: number; label: string };
  /** `share` is a fraction of `share_of.mg`: 0.19 is 19%. */
  rows: { name: string; serving: string; mg: number; share: number }[];
  total?: { mg: number; share: number };
  note?: string;
}

export interface ComparisonCard {
  type: "comparison";
  title: string;
  columns: string[];
  /** The first cell of a row is the row's header. */
  rows: string[][];
  note?: string;
}

export type Card = EscalationCard | FoodsCard | ComparisonCard;

export interface Button {
  title: string;
  token: string;
}

export interface Message {
  text: string;
  buttons?: Button[];
  card?: Card;
}

export interface Source {
  id: string;
  title: string;
  publisher: string;
  url: string | null;
  checked: string | null;
  reviewed_by: string | null;
}

export interface Turn {
  turn_id: string;
  messages: Message[];
  topics: string[];
  urgency: Urgency;
  open_escalation: Urgency;
  sources: Source[];
  answers: string[];
  versions: { knowledge: string; model: string };
}

export interface Session {
  token: string;
}

export type MessageBody = { text: string } | { button: string };

export interface TranscriptTurn {
  at: string;
  text: string | null;
  turn: Turn;
}

/** What the person said. `id` is the client_id, so a repeat is recognised by the server. */
export interface Said {
  kind: "said";
  id: string;
  at: string;
  text: string;
  body: MessageBody;
  delivery: "waiting" | "sending" | "sent";
}

export interface Rating {
  helpful: boolean;
  reason?: string;
}

/**
 * What the bot answered. `key` stays the same while the answer streams in, so that the nodes, and with
 * them what a screen reader has read already, stay too.
 */
export interface Answer {
  kind: "answer";
  key: string;
  at: string;
  messages: Message[];
  /** Null while the answer is still arriving. */
  turn: Omit<Turn, "messages"> | null;
  rating?: Rating;
  /** True when the answer arrived while this page was open, not out of storage. */
  fresh: boolean;
}

export interface Notice {
  kind: "notice";
  id: string;
  at: string;
  text: string;
}

export type Entry = Said | Answer | Notice;

/** Where the conversation is kept on this side: this tab, this device, or nowhere. */
export type Keep = "tab" | "device" | "nothing";
