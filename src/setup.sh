# Sourced by src/run.sh and tests/run.sh: sets up what is missing, and says each step in one line.

checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
configuration=Release
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_WORKLOAD_UPDATE_NOTIFY_DISABLE=true
cd "$checkout"
mkdir -p .local

step() { echo "==> $*" >&2; }

need_dotnet() {
  if ! command -v dotnet >/dev/null && [ -x "${HOME:-}/.dotnet/dotnet" ]; then
    export PATH=$PATH:$HOME/.dotnet
  fi
  if ! command -v dotnet >/dev/null || [[ $'\n'$(dotnet --list-sdks) != *$'\n'10.* ]]; then
    step "The .NET SDK 10 is missing. Install the package dotnet-sdk-10.0 (https://dotnet.microsoft.com/download/dotnet/10.0) and run this again."
    exit 1
  fi
}

need_libstdcxx() { bash src/libstdcxx.sh || exit; }

# need_build PROJECT_OR_SOLUTION: restored to the letter of the lock files, and built.
need_build() {
  local packages=${NUGET_PACKAGES:-${HOME:-}/.nuget/packages} fetched=
  [ -d "$packages/libtorch-cpu-linux-x64" ] || fetched=" and fetching packages (200 MB where torch is needed)"
  step "building $1$fetched"
  quietly build dotnet build "$1" --configuration $configuration --nologo -p:RestoreLockedMode=true
}

# quietly NAME COMMAND…: its output goes to a log, shown if it fails.
quietly() {
  local log=.local/$1.log
  shift
  "$@" >"$log" 2>&1 </dev/null || { cat "$log" >&2; step "failed: $*"; exit 1; }
}

# Sets `database`: the one that ConnectionStrings__Database names, else one of the checkout's own.
need_database() {
  database=${ConnectionStrings__Database:-}
  [ -z "$database" ] || return 0
  # Whoever uses it holds this lock, so that it is stopped by the one who started it only when nobody else uses it.
  exec 8>>.local/postgres.users
  flock --shared 8
  database=$(bash db/local.sh status 2>/dev/null) && return
  database=$(bash db/local.sh start 8>&-) || exit
  started_database=yes
  trap release_database EXIT
}

# Stops what need_database started.
release_database() {
  trap - EXIT
  if flock --exclusive --nonblock 8; then
    bash db/local.sh stop 8>&-
  else
    step "PostgreSQL stays up for another run; bash db/local.sh stop ends it."
  fi
}
