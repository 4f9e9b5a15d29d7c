import { readEvents } from "./sse.ts";
import type { Message, MessageBody, PhoneNumber, Rating, Session, TranscriptTurn, Turn } from "./types.ts";

/**
 * Why a request got no answer.
 *   gone     no server was reached, it broke off, or it failed inside: worth trying again
 *   limited  too many messages: worth trying again after `retryAfter` seconds
 *   expired  the token is no longer good: start a new session
 *   refused  the server will never take this message as it is
 */
export type FailureKind = "gone" | "limited" | "expired" | "refused";

export class Failure extends Error {
  constructor(
    readonly kind: FailureKind,
    readonly retryAfter: number | null = null,
    /** The line about emergencies that every problem document of the server carries. */
    readonly emergency: string | null = null,
  ) {
    super(kind);
  }
}

/** Longest silence of the server, in ms, after which a request counts as lost. */
const SILENCE = 45_000;

export interface Transport {
  start(options: { country?: string; locale?: string; consent: "session" | "none" }): Promise<{ session: Session; turn: Turn }>;
  send(session: Session, body: MessageBody, clientId: string, onMessage: (message: Message, index: number) => void): Promise<Turn>;
  setCountry(session: Session, country: string): Promise<PhoneNumber[]>;
  transcript(session: Session): Promise<TranscriptTurn[]>;
  forget(session: Session): Promise<void>;
  rate(session: Session, turnId: string, rating: Rating): Promise<void>;
}

async function failureOf(response: Response): Promise<Failure> {
  const { status } = response;
  const problem = (await response.json().catch(() => null)) as { emergency?: unknown } | null;
  const emergency = typeof problem?.emergency === "string" ? problem.emergency : null;
  if (status === 401) return new Failure("expired");
  if (status === 429) {
    const seconds = Number(response.headers.get("Retry-After"));
    return new Failure("limited", Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, 3600) : 10, emergency);
  }
  return new Failure(status >= 400 && status < 500 && status !== 408 ? "refused" : "gone", null, emergency);
}

/** The same turn with at least one message: an empty turn is a failure of the server, not an answer. */
function checked(turn: Partial<Turn> | null): Turn {
  if (!turn || !Array.isArray(turn.messages) || turn.messages.length === 0) throw new Failure("gone");
  return turn as Turn;
}

export class HttpTransport implements Transport {
  constructor(private readonly server: string) {}

  private async request(method: string, path: string, session: Session | null, body?: unknown, stream = false): Promise<Response> {
    const headers: Record<string, string> = { Accept: stream ? "text/event-stream" : "application/json" };
    if (session) headers["Authorization"] = `Bearer ${session.token}`;
    if (body !== undefined) headers["Content-Type"] = "application/json";
    let response: Response;
    try {
      response = await fetch(new URL(path, this.server), {
        method,
        headers,
        body: body === undefined ? null : JSON.stringify(body),
        credentials: "omit",
        cache: "no-store",
        referrerPolicy: "no-referrer",
        signal: AbortSignal.timeout(SILENCE),
      });
    } catch {
      throw new Failure("gone");
    }
    if (!response.ok) throw await failureOf(response);
    return response;
  }

  private async json<T>(method: string, path: string, session: Session | null, body?: unknown): Promise<T> {
    const response = await this.request(method, path, session, body);
    try {
      return (await response.json()) as T;
    } catch {
      throw new Failure("gone");
    }
  }

  async start(options: { country?: string; locale?: string; consent: "session" | "none" }) {
    const made = await this.json<{ session: string; turn: Turn }>("POST", "/chat/sessions", null, options);
    return { session: { token: made.session }, turn: made.turn };
  }

  async send(session: Session, body: MessageBody, clientId: string, onMessage: (message: Message, index: number) => void): Promise<Turn> {
    const response = await this.request("POST", "/chat/messages", session, { ...body, client_id: clientId }, true);
    try {
      if (!response.body || !response.headers.get("Content-Type")?.includes("text/event-stream")) {
        return checked((await response.json()) as Turn);
      }
      let index = 0;
      for await (const { event, data } of readEvents(response.body)) {
        if (event === "turn") return checked(JSON.parse(data) as Turn);
        if (event === "message") onMessage(JSON.parse(data) as Message, index++);
      }
    } catch (error) {
      if (error instanceof Failure) throw error;
    }
    throw new Failure("gone");
  }

  async setCountry(session: Session, country: string) {
    return (await this.json<{ numbers: PhoneNumber[] }>("PATCH", "/chat/session", session, { country })).numbers;
  }

  async transcript(session: Session) {
    return (await this.json<{ turns: TranscriptTurn[] }>("GET", "/chat/transcript", session)).turns;
  }

  async forget(session: Session) {
    await this.request("DELETE", "/chat/session", session);
  }

  async rate(session: Session, turnId: string, rating: Rating) {
    await this.request("POST", "/chat/feedback", session, { turn_id: turnId, ...rating });
  }
}
