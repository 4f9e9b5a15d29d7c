"""knowledge/ as typed records: load(), the records, and the checks that keep them honest."""
