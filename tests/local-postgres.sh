#!/usr/bin/env bash
# db/local.sh on a folder of this test's own: start, start again, stop, start after a crash, with the data kept.
set -euo pipefail

checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export SCORING_FAIRNESS_LOCAL_POSTGRES=$checkout/.local/test-postgres
data=$SCORING_FAIRNESS_LOCAL_POSTGRES/data
log=$checkout/.local/test-postgres.log

local_postgres() { bash "$checkout/db/local.sh" "$1" 2>>"$log"; }
postmaster() { head -n 1 "$data/postmaster.pid"; }
fail() {
  echo "local-postgres: $*" >&2
  cat "$log" >&2
  exit 1
}
clean() {
  local_postgres stop
  rm -rf "$(readlink -m "$SCORING_FAIRNESS_LOCAL_POSTGRES")" "$SCORING_FAIRNESS_LOCAL_POSTGRES"
}

: >"$log"
clean
trap clean EXIT

local_postgres status >/dev/null && fail "status is 0 before anything was started"
connection=$(local_postgres start) || fail "it does not start"
first=$(postmaster)
[ "$(local_postgres start)" = "$connection" ] || fail "a second start gives another connection"
[ "$(postmaster)" = "$first" ] || fail "a second start starts a second server"
[ "$(local_postgres status)" = "$connection" ] || fail "status gives another connection than start"
identity=$(stat -c %i "$data/PG_VERSION")

local_postgres stop || fail "it does not stop"
local_postgres status >/dev/null && fail "status is 0 after stop"
local_postgres stop || fail "stopping what is stopped is an error"

[ "$(local_postgres start)" = "$connection" ] || fail "the port was not remembered"
kill -KILL "$(postmaster)"
sleep 0.5
local_postgres status >/dev/null && fail "status is 0 after a crash"
# After a reboot the recorded number may be another program's: here this script's.
sed -i "1s/.*/$$/" "$data/postmaster.pid"
local_postgres start >/dev/null || fail "it does not start after a crash"
[ "$(postmaster)" != $$ ] || fail "the lock file of the crashed server is still there"
[ "$(stat -c %i "$data/PG_VERSION")" = "$identity" ] || fail "the data were made anew"
echo "db/local.sh starts, stops, recovers from a crash and keeps its data"
