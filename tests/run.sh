#!/usr/bin/env bash
# Sets up what is missing, then runs every test, and ends with one line: N passed, N failed, N skipped.
#   bash tests/run.sh
#   bash tests/run.sh statistics           one project of tests, with what it needs alone: statistics, scoring, service or architecture
#   bash tests/run.sh service -class '*IngestTests'    further arguments choose among the tests, as xunit.v3 has them (-class, -method, -filter …)
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/../src/setup.sh"

all=(statistics architecture scoring service)
chosen=("${all[@]}")
whole=yes
if [[ ${1:--} != -* ]]; then
  [[ " ${all[*]} " == *" $1 "* ]] || { step "There are no tests '$1'; there are: ${all[*]}."; exit 2; }
  chosen=("$1")
  shift
fi
[ ${#chosen[@]} -gt 1 ] && [ $# -eq 0 ] || whole=

has() { [[ " ${chosen[*]} " == *" $1 "* ]]; }
project() { echo "ScoringFairness.${1^}.Tests"; }

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

# The database of the service's tests, made on the server that SCORING_FAIRNESS_TEST_DATABASE names or on the checkout's own.
need_test_database() {
  if [ -z "${SCORING_FAIRNESS_TEST_DATABASE:-}" ]; then
    need_database
    # What a crash of the machine takes from a test's database nobody misses, so commits need not wait for the disk.
    export SCORING_FAIRNESS_TEST_DATABASE="$database;Options=-c synchronous_commit=off"
  fi
  unset ConnectionStrings__Database
}

# beside COMMAND…: runs it beside this script, with all that it starts in a process group of its own: $!.
beside() {
  set -m
  "$@" &
  set +m
}

# Ends what still runs beside this script, which may have been called off.
end() {
  trap - EXIT
  local group
  for group in $(jobs -p); do kill -TERM -- "-$group" 2>/dev/null || true; done
  wait
  [ -z "${started_database:-}" ] || release_database
}
trap end EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

[ -t 1 ] && colour=() || colour=(-noColor)

# What the build holds as warnings it has checked, the order of using directives a test; left is white space.
check_format() { nice dotnet format whitespace . --folder --verify-no-changes; }

# run_tests WORD ARGUMENT…: their results go to .local/<project>.xml.
run_tests() {
  local name status=0
  name=$(project "$1")
  shift
  step "$name"
  "tests/$name/bin/$configuration/net10.0/$name" -noLogo "${colour[@]}" -result-xml ".local/$name.xml" "$@" 8>&- || status=$?
  [ -s ".local/$name.xml" ] || step "$name ended with status $status before it could report"
}

# quiet NAME COMMAND…: its output goes to .local/NAME.log; what is told is how long it took, and the log where it fails.
quiet() {
  local name=$1 started=$SECONDS
  shift
  if "$@" >".local/$name.log" 2>&1 </dev/null; then
    echo passed >".local/$name.end"
    step "$name: passed in $((SECONDS - started)) s"
  else
    echo failed >".local/$name.end"
    cat ".local/$name.log" >&2
    step "$name: FAILED in $((SECONDS - started)) s"
  fi
}

# count FILE ATTRIBUTE: a number of xunit's own summary.
count() { grep -o '<assembly [^>]*>' "$1" | grep -o " $2=\"[0-9]*\"" | tr -dc 0-9; }

passed=0 failed=0 skipped=0

add_results() {
  local results
  results=.local/$(project "$1").xml
  if [ ! -s "$results" ]; then
    failed=$((failed + 1))
    return
  fi
  passed=$((passed + $(count "$results" passed)))
  failed=$((failed + $(count "$results" failed) + $(count "$results" errors)))
  skipped=$((skipped + $(count "$results" skipped)))
}

add_check() {
  if [ "$(cat ".local/$1.end" 2>/dev/null)" = passed ]; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
  fi
}

rm -f .local/ScoringFairness.*.Tests.xml .local/*.end
need_dotnet
# What is installed and what is built do not wait for each other.
if [ ${#chosen[@]} -gt 1 ]; then
  beside need_build ScoringFairness.sln
else
  beside need_build "tests/$(project "${chosen[0]}")"
fi
building=$!
if has scoring || has service; then
  need_libstdcxx
fi
if has service; then
  need_curl
  need_chromium
  need_test_database
fi
[ -z "$whole" ] || quiet scripts bash tests/local-postgres.sh 8>&-
wait $building || exit

# Tests of statistics and of scoring compute, and have the machine to themselves. The service's wait for other processes more than
# they compute: four run at once, and beside them what is left to check. They start a hundred programs that live for seconds, which
# would spend a quarter of the machine on compiling again, by profile, what will not run for long.
for word in "${chosen[@]}"; do
  if [ "$word" = service ]; then
    [ -z "$whole" ] || beside quiet format check_format 8>&-
    DOTNET_TieredPGO=0 run_tests service -maxThreads 4 "$@"
  else
    run_tests "$word" "$@"
  fi
done
wait

for word in "${chosen[@]}"; do add_results "$word"; done
[ -z "$whole" ] || for check in scripts format; do add_check $check; done

# Now rather than at the exit, so that the sum is the last line.
end
echo "$passed passed, $failed failed, $skipped skipped"
[ $failed -eq 0 ] && [ $passed -gt 0 ]
