"""The domain layer: what is known, asked, answered and dangerous. Plain Python; imports neither rasa nor rasa_sdk."""
