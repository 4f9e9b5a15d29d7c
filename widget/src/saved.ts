import type { Entry, Keep, Session } from "./types.ts";

/** What outlives a page. Under "nothing" no part of it is written anywhere. */
export interface Saved {
  session: Session | null;
  entries: Entry[];
  country: string | null;
  draft: string;
  open: boolean;
  keep: Keep;
}

/** How long a conversation kept on the device is found again, counted from its last entry. */
const DAYS_KEPT = 30;

/**
 * The conversation in the browser's storage: of this tab by default, of this device when the reader
 * asked for it. Storage can be full or forbidden (private windows, site settings); the chat then works
 * on without it, so nothing here throws.
 */
export class Shelf {
  private readonly key: string;

  constructor(
    server: string,
    private readonly tab: Storage | null,
    private readonly device: Storage | null,
  ) {
    this.key = `magnesium-chat:${server}`;
  }

  load(): Saved | null {
    for (const storage of [this.tab, this.device]) {
      try {
        const found = storage?.getItem(this.key);
        const saved = found ? (JSON.parse(found) as Saved) : null;
        if (saved && Date.now() - Date.parse(saved.entries.at(-1)?.at ?? "") > DAYS_KEPT * 864e5) storage?.removeItem(this.key);
        else if (saved) return saved;
      } catch {
        continue;
      }
    }
    return null;
  }

  save(saved: Saved): void {
    if (saved.keep === "nothing") return;
    try {
      (saved.keep === "device" ? this.device : this.tab)?.setItem(this.key, JSON.stringify(saved));
    } catch {
      return;
    }
  }

  /** Removes what this tab had saved, and leaves what another tab may keep on the device. */
  drop(keep: Keep): void {
    try {
      (keep === "device" ? this.device : this.tab)?.removeItem(this.key);
    } catch {
      return;
    }
  }

  clear(): void {
    for (const storage of [this.tab, this.device]) {
      try {
        storage?.removeItem(this.key);
      } catch {
        continue;
      }
    }
  }

  /** Whether a `storage` event tells of this conversation, changed in another tab. */
  concerns(event: StorageEvent): boolean {
    return event.storageArea === this.device && (event.key === this.key || event.key === null);
  }
}

/** The browser's storage, or null where even asking for it is forbidden. */
export function storageOf(name: "sessionStorage" | "localStorage"): Storage | null {
  try {
    return window[name];
  } catch {
    return null;
  }
}
