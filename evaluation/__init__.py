"""The project's own quality reports: `make eval` and `make bench` write them into reports/."""
