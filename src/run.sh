#!/usr/bin/env bash
# Sets up what is missing, then runs the service with a demonstration audit of invented students.
#   bash src/run.sh            stays up on http://127.0.0.1:8080 (PORT names another port); Ctrl-C ends it
#   bash src/run.sh --once     ends after the audit; exit status 0 if it completed
#   bash src/run.sh --again    runs the audit although its database has one; else the answers of that one are shown
#   bash src/run.sh serve      runs the service without the demonstration
# A service that has keys lets the demonstration in by the one in SCORING_FAIRNESS_KEY. Other arguments go to the program's
# `demo` (or `serve`); ConnectionStrings__Database names a PostgreSQL to use instead of its own.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

need_dotnet
need_libstdcxx
need_build src/ScoringFairness.Service
need_database
export ConnectionStrings__Database=$database

verb=demo
if [ "${1-}" = serve ]; then
  verb=serve
  shift
fi
# In the background, so that a signal to this script alone ends the program too; bash would wait for its end otherwise.
dotnet "src/ScoringFairness.Service/bin/$configuration/net10.0/scoring-fairness.dll" $verb "$@" <&0 8>&- &
program=$!
trap 'kill -TERM $program 2>/dev/null' INT TERM
status=0
wait $program || status=$?
while kill -0 $program 2>/dev/null; do
  status=0
  wait $program || status=$?
done
exit $status
