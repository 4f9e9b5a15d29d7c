import type { Shelf } from "./saved.ts";
import type { Transport } from "./transport.ts";
import type { Entry, Keep, PhoneNumber, Session, Turn } from "./types.ts";

/** Why what was said is not answered yet. `retryAt` is when the next try comes by itself, in ms. */
export interface Trouble {
  kind: "offline" | "gone" | "limited";
  retryAt: number | null;
}

export interface State {
  entries: Entry[];
  session: Session | null;
  keep: Keep;
  country: string | null;
  /** Numbers the server gave for a country chosen here; the bundled ones stand in until then. */
  numbers: Record<string, PhoneNumber[]>;
  draft: string;
  open: boolean;
  unread: number;
  /** True between a request and its answer. */
  busy: boolean;
  slow: boolean;
  trouble: Trouble | null;
  /** Set when the server will not take the message; its text is back in `draft`. */
  refused: boolean;
  /** What the server's last problem document said about emergencies. */
  emergencyLine: string | null;
}

export interface Surroundings {
  transport: Transport;
  shelf: Shelf;
  languages: readonly string[];
  country: string | null;
  online: () => boolean;
  onChange: () => void;
  onTurn: (turn: Turn) => void;
}
