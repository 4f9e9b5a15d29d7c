"""The topic ids of the public contract, and the one table that maps intents to them."""

from __future__ import annotations

TOPICS: tuple[str, ...] = (
    "reversibility", "overview", "prevalence", "symptoms", "foods", "food_content", "daily_intake", "diet_alone",
    "supplement_forms", "supplement_use", "side_effects", "interactions", "conditions", "benefits", "treatment",
    "fastest", "timeline", "causes", "risks", "testing", "see_provider", "prevention", "sources", "smalltalk",
    "out_of_scope",
)  # fmt: skip

SMALLTALK: tuple[str, ...] = (
    "greet", "thanks", "goodbye", "bot_challenge", "help", "start_over", "affirm", "deny", "reaction",
)  # fmt: skip
"""What a smalltalk message wants; each is an intent of its own, all of them are the topic `smalltalk`."""

INTENTS: dict[str, str] = {f"ask_{topic}": topic for topic in TOPICS if topic not in ("smalltalk", "out_of_scope")}
INTENTS |= dict.fromkeys(SMALLTALK, "smalltalk")
INTENTS["out_of_scope"] = "out_of_scope"
"""Intent name -> topic id."""

INTENT_OF: dict[str, str] = {topic: intent for intent, topic in INTENTS.items() if topic != "smalltalk"}
"""Topic id -> the intent that asks it (smalltalk has several and is not here)."""
