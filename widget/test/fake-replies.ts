import type { Card, Message, Turn } from "../src/types.ts";
import { COUNTRIES } from "../src/numbers.ts";

const SOURCE = { id: "nih_ods", title: "Magnesium: fact sheet for health professionals", publisher: "NIH Office of Dietary Supplements", url: "https://ods.od.nih.gov/factsheets/Magnesium-HealthProfessional/", checked: "2026-11-12", reviewed_by: null };
const USDA = { id: "fdc", title: "FoodData Central", publisher: "USDA", url: null, checked: "2026-10-30", reviewed_by: "A. Reviewer" };

const countries = COUNTRIES.filter(({ code }) => ["FR", "GB", "US"].includes(code)).map(({ code, name }) => ({ code, name }));

export function numbersFor(code: string | null) {
  return (COUNTRIES.find((c) => c.code === code) ?? COUNTRIES.find((c) => c.code === "US")!).numbers;
}

function escalation(level: "emergency" | "crisis" | "urgent", title: string, steps: string[], country: string | null): Card {
  return { type: "escalation", level, title, country, numbers: numbersFor(country), countries, steps, hint: "This chat cannot call for you." };
}

type Reply = Partial<Omit<Turn, "messages">> & { messages: Message[] };

export function reply(text: string, country: string | null): Reply {
  const asks = (pattern: RegExp) => pattern.test(text);
  if (asks(/chest|seizure/i)) {
    return {
      urgency: "emergency",
      messages: [{
        text: "What you describe can be an emergency.",
        card: escalation("emergency", "Call the emergency number now", ["Call now, or ask somebody near you to call.", "Say where you are and what is happening.", "Do not drive yourself. Take no more magnesium."], country),
      }],
    };
  }
  if (asks(/kill myself|end my life/i)) {
    return {
      urgency: "crisis",
      messages: [{
        text: "I am sorry that it is this hard right now. You do not have to go through it alone.",
        card: escalation("crisis", "Talk to somebody now", ["Call or text the crisis line; it is free and open day and night.", "If you have taken something already, call the emergency number."], country),
      }],
    };
  }
  if (asks(/palpitation/i)) {
    return {
      urgency: "urgent",
      messages: [{
        text: "Is this happening **now**?",
        card: escalation("urgent", "Let somebody look at it soon", ["Call your practice or the out-of-hours service today."], country),
        buttons: [{ title: "Yes, now", token: "b.now" }, { title: "No, earlier", token: "b.past" }],
      }],
    };
  }
  if (asks(/food|seeds/i)) {
    return {
      topics: ["foods"], sources: [USDA],
      messages: [
        { text: "Seeds, nuts, beans and dark leaves are the richest." },
        {
          text: "",
          card: {
            type: "foods", title: "Foods rich in magnesium", caption: "Household servings", share_of: { mg: 420, label: "Daily Value (adults)" },
            rows: [
              { name: "Pumpkin seeds, roasted", serving: "1 ounce (28 g)", mg: 156, share: 0.37 },
              { name: "Chia seeds", serving: "1 ounce (28 g)", mg: 111, share: 0.26 },
              { name: "Almonds, dry roasted", serving: "1 ounce (28 g)", mg: 80, share: 0.19 },
              { name: "Spinach, boiled", serving: "½ cup (90 g)", mg: 78, share: 0.19 },
            ],
            total: { mg: 425, share: 1.01 },
            note: "Amounts differ with variety and preparation.",
          },
        },
      ],
    };
  }
  if (asks(/compare|citrate/i)) {
    return {
      topics: ["supplement_forms"], sources: [SOURCE],
      messages: [{
        text: "The two differ mostly in how much is taken up.",
        card: {
          type: "comparison", title: "Citrate and oxide compared", columns: ["", "Citrate", "Oxide"],
          rows: [["Absorption", "good", "lower"], ["Bowels", "may loosen them", "loosens them more"], ["Magnesium per tablet", "less", "more"]],
          note: "Ask a pharmacist which fits your medicines.",
        },
      }],
    };
  }
  if (asks(/inject/i)) {
    return { messages: [{ text: text.replace(/^inject /, "") }] };
  }
  return {
    topics: ["reversibility"], sources: [SOURCE, USDA],
    messages: [
      { text: "**Yes, in most cases.** Symptoms often ease within weeks; filling the stores takes months.\n\n- small shortage: food first\n- larger: supplements, led by a doctor\n- with alarm signs: a drip in hospital\n\nMore at the [NIH fact sheet](https://ods.od.nih.gov/)." },
      { text: "Before you take a supplement, ask your doctor or pharmacist.", buttons: [{ title: "Foods rich in magnesium", token: "b.foods" }, { title: "How long does it take?", token: "b.timeline" }, { title: "When to see a doctor", token: "b.doctor" }] },
    ],
  };
}

export const BUTTONS: Record<string, string> = {
  "b.foods": "Foods rich in magnesium", "b.timeline": "How long does it take?", "b.doctor": "When to see a doctor",
  "b.now": "chest pain now", "b.past": "No, earlier",
};

export const GREETING: Message[] = [
  { text: "Hello. I answer questions about magnesium, with sources. What would you like to know?", buttons: [{ title: "Can a deficiency be reversed?", token: "b.doctor" }, { title: "Foods rich in magnesium", token: "b.foods" }, { title: "How long does it take?", token: "b.timeline" }] },
];
