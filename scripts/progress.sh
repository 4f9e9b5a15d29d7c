#!/bin/sh
# scripts/progress.sh WHAT COMMAND...: says WHAT before the command, the seconds while it lasts, and how it ended.
set -u
what=$1
shift
begun=$(date +%s)
echo "$what ..."
# The clock must not outlive this script, nor hold the reader of its output.
(while sleep 10 >/dev/null 2>&1 && kill -0 $$ 2>/dev/null; do echo "  ... $(($(date +%s) - begun)) s"; done) &
clock=$!
trap 'kill "$clock" 2>/dev/null' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
"$@"
status=$?
took=$(($(date +%s) - begun))
if [ "$status" -eq 0 ]; then echo "done after $took s"; else echo "$what: failed after $took s" >&2; fi
exit "$status"
