#!/usr/bin/env bash
# Sets up what is missing, then runs every test, and ends with one line: N passed, N failed, N skipped.
#   bash tests/run.sh
#   bash tests/run.sh -class '*IngestTests'      arguments choose among the tests, as xunit.v3 has them (-class, -method, -filter …)
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/../src/setup.sh"

can_install() { [ "$EUID" -eq 0 ] && command -v apt-get >/dev/null; }

# install PACKAGE…, with a log of the first one's name.
install() {
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"; } >".local/$1.log" 2>&1 </dev/null
}

# The examples for a shell call it.
need_curl() {
  if command -v curl >/dev/null; then
    return
  elif can_install; then
    step "installing curl"
    install curl || { step "That failed (.local/curl.log)."; exit 1; }
  else
    step "There is no curl, which the examples call. On Debian: sudo apt-get install curl"
    exit 1
  fi
}

# The tests in a browser use the system's; without one they skip and say so.
need_chromium() {
  local name
  for name in chromium chromium-browser google-chrome google-chrome-stable; do
    command -v $name >/dev/null && return
  done
  if can_install; then
    step "installing Chromium for the tests in a browser"
    install chromium fonts-dejavu-core || step "That failed (.local/chromium.log); the tests in a browser skip."
  else
    step "There is no Chromium, so the tests in a browser skip. On Debian: sudo apt-get install chromium fonts-dejavu-core"
  fi
}

need_dotnet
need_libstdcxx
need_curl
need_chromium
need_build ScoringFairness.sln
if [ $# -eq 0 ]; then
  step "checking the format of the code"
  quietly format dotnet format --verify-no-changes --no-restore
fi
if [ -z "${SCORING_FAIRNESS_TEST_DATABASE:-}" ]; then
  need_database
  # What a crash of the machine takes from a test's database nobody misses, so commits need not wait for the disk.
  export SCORING_FAIRNESS_TEST_DATABASE="$database;Options=-c synchronous_commit=off"
fi
unset ConnectionStrings__Database

passed=0 failed=0 skipped=0
[ -t 1 ] && colour=() || colour=(-noColor)

# count FILE ATTRIBUTE: a number of xunit's own summary.
count() { grep -o '<assembly [^>]*>' "$1" | grep -o " $2=\"[0-9]*\"" | tr -dc 0-9; }

run_tests() {
  local project=$1 results=.local/$1.xml status=0
  shift
  rm -f "$results"
  step "$project"
  "tests/$project/bin/$configuration/net10.0/$project" -noLogo "${colour[@]}" -result-xml "$results" "$@" 8>&- || status=$?
  if [ ! -s "$results" ]; then
    step "$project ended with status $status before it could report"
    failed=$((failed + 1))
    return
  fi
  passed=$((passed + $(count "$results" passed)))
  failed=$((failed + $(count "$results" failed) + $(count "$results" errors)))
  skipped=$((skipped + $(count "$results" skipped)))
}

run_script_tests() {
  step "tests of scripts"
  if bash tests/local-postgres.sh; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
  fi
}

[ $# -gt 0 ] || run_script_tests
run_tests ScoringFairness.Statistics.Tests "$@"
run_tests ScoringFairness.Service.Tests "$@"

# Now rather than at the exit, so that the sum is the last line.
[ -z "${started_database:-}" ] || release_database
echo "$passed passed, $failed failed, $skipped skipped"
[ $failed -eq 0 ] && [ $passed -gt 0 ]
