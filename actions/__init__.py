"""Custom actions: run in the Rasa process, or by a stock rasa_sdk action server."""
