import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import type { Turn } from "../src/types.ts";
import { BUTTONS, GREETING, numbersFor, reply } from "./fake-replies.ts";

const CSP = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";
const FILES: Record<string, [string, string]> = {
  "/": ["demo/index.html", "text/html; charset=utf-8"],
  "/demo.css": ["demo/demo.css", "text/css; charset=utf-8"],
  "/widget.js": ["dist/magnesium-chat.js", "text/javascript; charset=utf-8"],
};
const here = new URL("../", import.meta.url);

interface Body { text?: string; button?: string; client_id?: string; country?: string; consent?: string }
interface Held { country: string | null; kept: boolean; turns: { at: string; text: string | null; turn: Turn }[]; byClient: Map<string, Turn> }

/** What the tests turn on and off while a page is open. */
export interface Switches {
  /** Answer with this status instead, as often as `times` says. */
  fail: { status: number; times: number; retryAfter?: number } | null;
  /** Wait this many ms before an answer, and between its messages. */
  delay: number;
  /** Take the message and break the connection off before the answer. */
  cut: number;
  origins: string[];
}

export class FakeServer {
  readonly switches: Switches = { fail: null, delay: 0, cut: 0, origins: [] };
  readonly sessions = new Map<string, Held>();
  /** Every message that was processed, not only received: what "exactly once" is counted by. */
  readonly processed: string[] = [];
  readonly feedback: unknown[] = [];
  /** Pages of another site: path to HTML, each under `csp` where it is set. */
  extraPages: Record<string, string> = {};
  csp: string | null = null;
  private server: Server | undefined;
  origin = "";

  async start(port = 0): Promise<void> {
    this.server = createServer((request, response) => {
      this.handle(request, response).catch((error: unknown) => {
        console.error(error);
        response.destroy();
      });
    });
    await new Promise<void>((done) => this.server!.listen(port, "127.0.0.1", done));
    this.origin = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server!.closeAllConnections();
    await new Promise((done) => this.server!.close(done));
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url!, this.origin).pathname;
    const { origin } = request.headers;
    if (path === "/widget.js") response.setHeader("Access-Control-Allow-Origin", "*");
    else if (origin && (origin === this.origin || this.switches.origins.includes(origin))) {
      response.setHeader("Access-Control-Allow-Origin", origin);
      response.setHeader("Access-Control-Allow-Headers", "authorization, content-type");
      response.setHeader("Access-Control-Allow-Methods", "GET, POST, PATCH, DELETE");
      response.setHeader("Access-Control-Expose-Headers", "Retry-After");
    }
    if (request.method === "OPTIONS") return void response.writeHead(204).end();
    if (this.extraPages[path]) return void response.writeHead(200, { "Content-Type": "text/html; charset=utf-8", ...(this.csp && { "Content-Security-Policy": this.csp }) }).end(this.extraPages[path]);
    const file = FILES[path];
    if (file) {
      const content = await readFile(new URL(file[0], here));
      return void response.writeHead(200, { "Content-Type": file[1], "Content-Security-Policy": CSP }).end(content);
    }
    await this.api(request, response, `${request.method} ${path}`);
  }

  private async api(request: IncomingMessage, response: ServerResponse, route: string): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = (chunks.length ? JSON.parse(Buffer.concat(chunks).toString()) : {}) as Body;
    const json = (status: number, value: unknown, headers = {}) => void response.writeHead(status, { "Content-Type": "application/json", ...headers }).end(JSON.stringify(value));
    const problem = (status: number, headers = {}) => json(status, { type: "about:blank", title: "Problem", status, detail: "", emergency: "In an emergency call 112 or 911." }, headers);

    const { fail } = this.switches;
    if (fail && fail.times > 0 && route !== "GET /chat/transcript") {
      fail.times -= 1;
      return void problem(fail.status, fail.retryAfter ? { "Retry-After": String(fail.retryAfter) } : {});
    }
    if (route === "POST /chat/sessions") {
      const token = randomUUID();
      const turn = this.turn({ messages: GREETING, topics: ["smalltalk"] });
      this.sessions.set(token, { country: body.country ?? null, kept: body.consent !== "none", turns: [{ at: new Date().toISOString(), text: null, turn }], byClient: new Map() });
      return void json(201, { session: token, expires_at: new Date(Date.now() + 864e5).toISOString(), turn });
    }
    const token = request.headers.authorization?.replace(/^Bearer /, "") ?? "";
    const held = this.sessions.get(token);
    if (!held) return void problem(401);
    switch (route) {
      case "PATCH /chat/session":
        held.country = body.country ?? null;
        return void json(200, { country: body.country, numbers: numbersFor(held.country) });
      case "DELETE /chat/session":
        this.sessions.delete(token);
        return void response.writeHead(204).end();
      case "GET /chat/transcript":
        return void json(200, { turns: held.kept ? held.turns : [] });
      case "POST /chat/feedback":
        this.feedback.push(body);
        return void response.writeHead(204).end();
      case "POST /chat/messages":
        return this.message(response, held, body, problem);
      default:
        return void problem(404);
    }
  }

  private async message(response: ServerResponse, held: Held, body: Body, problem: (status: number) => void): Promise<void> {
    if (JSON.stringify(body).length > 8192) return void problem(413);
    const text = body.button ? BUTTONS[body.button] : body.text;
    if (!text) return void problem(400);
    let turn = body.client_id ? held.byClient.get(body.client_id) : undefined;
    if (!turn) {
      turn = this.turn(reply(text, held.country));
      this.processed.push(text);
      held.turns.push({ at: new Date().toISOString(), text, turn });
      if (body.client_id) held.byClient.set(body.client_id, turn);
    }
    if (this.switches.cut > 0) {
      this.switches.cut -= 1;
      return void response.destroy();
    }
    const pause = () => new Promise((done) => setTimeout(done, this.switches.delay));
    if (this.switches.delay) await pause();
    response.writeHead(200, { "Content-Type": "text/event-stream; charset=utf-8" });
    for (const message of turn.messages) {
      response.write(`event: message\ndata: ${JSON.stringify(message)}\n\n`);
      if (this.switches.delay) await pause();
    }
    response.end(`event: turn\ndata: ${JSON.stringify(turn)}\n\n`);
  }

  private turn(reply: Partial<Turn> & Pick<Turn, "messages">): Turn {
    return { turn_id: randomUUID(), topics: [], urgency: "none", open_escalation: "none", sources: [], answers: [], versions: { knowledge: "test", model: "test" }, ...reply };
  }
}
