import { html, nothing } from "lit";
import type { Chat } from "../chat.ts";
import { isGreeting } from "../entries.ts";
import { STRINGS } from "../strings.ts";
import type { Answer, Button, Card, Entry, Message, Rating, Said } from "../types.ts";
import { comparisonCard } from "./card-comparison.ts";
import { escalationCard } from "./card-escalation.ts";
import { foodsCard } from "./card-foods.ts";
import { feedbackView } from "./feedback.ts";
import { sourcesView } from "./sources.ts";
import { blocks } from "./text.ts";

export interface EntryActions {
  press: (button: Button) => void;
  rate: (answer: Answer, rating: Rating) => void;
}

function cardView(card: Card, chat: Chat) {
  switch (card.type) {
    case "escalation":
      return escalationCard(card, chat.state, (code) => void chat.setCountry(code));
    case "foods":
      return foodsCard(card);
    case "comparison":
      return comparisonCard(card);
    default:
      // A newer server may send cards this version does not know; the message's text says the same.
      return nothing;
  }
}

function isGrave(message: Message): boolean {
  return message.card?.type === "escalation";
}

function repliesView(buttons: Button[], on: EntryActions) {
  if (!buttons.length) return nothing;
  return html`<div class="replies" role="group" aria-label=${STRINGS.buttons}>
    ${buttons.map((button) => html`<button type="button" class="reply" @click=${() => on.press(button)}>${button.title}</button>`)}
  </div>`;
}

/** "Is this happening now?" has its replies right below it: below its card they would be out of view. */
function isCheck(message: Message): boolean {
  return message.card?.type === "escalation" && message.card.level === "urgent";
}

function messageView(message: Message, latest: boolean, chat: Chat, on: EntryActions) {
  return html`${message.text ? html`<div class="bubble">${blocks(message.text)}</div>` : nothing}
    ${latest && isCheck(message) ? repliesView(message.buttons ?? [], on) : nothing} ${message.card ? cardView(message.card, chat) : nothing}`;
}

function saidView(said: Said) {
  return html`<div class="said">
    <span class="sr">${STRINGS.you}: </span>
    <div class="bubble">${said.text}</div>
    ${said.delivery === "waiting" ? html`<span class="small">${STRINGS.waiting}</span>` : nothing}
  </div>`;
}

function answerView(answer: Answer, latest: boolean, chat: Chat, on: EntryActions) {
  const buttons = latest ? answer.messages.flatMap((message) => (isCheck(message) ? [] : (message.buttons ?? []))) : [];
  const rateable = answer.turn && !answer.messages.some(isGrave) && !isGreeting(answer);
  return html`<div class="answer">
    <span class="sr">${STRINGS.bot}: </span>
    ${answer.messages.map((message) => messageView(message, latest, chat, on))}
    ${answer.turn ? sourcesView(answer.turn.sources) : nothing}
    ${rateable ? feedbackView(answer, (rating) => on.rate(answer, rating)) : nothing}
    ${repliesView(buttons, on)}
  </div>`;
}

export function entryView(entry: Entry, latest: boolean, chat: Chat, on: EntryActions) {
  if (entry.kind === "said") return saidView(entry);
  return entry.kind === "answer" ? answerView(entry, latest, chat, on) : html`<p class="notice small">${entry.text}</p>`;
}
