"""The web channel, named in credentials.yml: sessions, turns, problems, pages. HTTP and JSON only."""
