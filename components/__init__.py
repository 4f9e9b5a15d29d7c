"""Graph components named in config.yml: thin, each carries messages to the domain layer and back."""
