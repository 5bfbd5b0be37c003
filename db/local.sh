#!/usr/bin/env bash
# A PostgreSQL of this checkout's own, without Docker.
#   bash db/local.sh start    starts it (and makes it, and installs PostgreSQL, where they are missing)
#   bash db/local.sh stop     stops it; its data stay
#   bash db/local.sh status   prints its connection string; exit status 3 while it is stopped
# It listens on 127.0.0.1 only, asks for no password there, and keeps its data in .local/postgres,
# or in the folder that SCORING_FAIRNESS_LOCAL_POSTGRES names.
set -euo pipefail

checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
named=${SCORING_FAIRNESS_LOCAL_POSTGRES:-$checkout/.local/postgres}
home=$(readlink -m "$named")
data=$home/data
elsewhere=/var/lib/scoring-fairness
first_port=54329
name=scoring_fairness
nobody=65534
# shellcheck source=db/binaries.sh
source "$checkout/db/binaries.sh"

say() { echo "PostgreSQL: $*" >&2; }
die() { say "$*"; exit 1; }

# PostgreSQL refuses root. The owner of the data runs it; for root, a user namespace makes another user of root.
as_owner() {
  local owner
  owner=$(stat -c %u "$home")
  if [ "$owner" = "$EUID" ] && [ "$EUID" -ne 0 ]; then
    "$@"
  elif [ "$owner" = 0 ]; then
    unshare --user --map-user=$nobody --map-group=$nobody "$@"
  else
    setpriv --reuid="$owner" --regid="$(stat -c %g "$home")" --clear-groups "$@"
  fi
}

make_home() {
  mkdir -p "$home"
  local owner
  owner=$(stat -c %u "$home")
  if [ "$EUID" -ne 0 ] && [ "$owner" != "$EUID" ]; then
    die "$home belongs to user $owner; run this as that user, or remove the folder."
  fi
  if [ "$owner" = 0 ] && ! as_owner true 2>/dev/null; then
    chown $nobody:$nobody "$home"
  fi
  as_owner test -w "$home" || move_elsewhere
  cd "$home"
}

# Root's own folders are closed to the user that PostgreSQL then runs as.
move_elsewhere() {
  rmdir "$named" 2>/dev/null || die "does not run as root here, and nobody else may reach $named; remove that folder, or move the checkout."
  mkdir -p $elsewhere
  home=$(mktemp -d "$elsewhere/XXXXXXXX")
  data=$home/data
  chown $nobody:$nobody "$home"
  ln -s "$home" "$named"
  say "its data lie in $home, for it does not run as root, and nobody else may reach $named"
}

make_data() {
  say "making an empty database in $data"
  rm -rf "$data.new"
  as_owner "$binaries/initdb" --pgdata="$data.new" --username=$name --auth=trust --encoding=UTF8 --locale=C \
    --data-checksums >"$home/initdb.log" 2>&1 || { cat "$home/initdb.log" >&2; die "initdb failed."; }
  cat >>"$data.new/postgresql.conf" <<SETTINGS
listen_addresses = '127.0.0.1'
max_connections = 200
# Rows of a refused statement are students' words, which belong in no log.
log_error_verbosity = terse
log_min_error_statement = panic
SETTINGS
  echo "create database $name" | as_owner "$binaries/postgres" --single -D "$data.new" postgres >>"$home/initdb.log" 2>&1
  mv "$data.new" "$data"
}

# A process of this folder's own: after a crash the recorded number may have passed to another process.
is_running() {
  local process
  process=$(head -n 1 "$data/postmaster.pid" 2>/dev/null) || return 1
  [ -r "/proc/$process/cmdline" ] && tr '\0' ' ' <"/proc/$process/cmdline" | grep -qF -- "-D $data "
}

# PostgreSQL itself sees when the recorded process is gone, but not when its number is now another program's.
# Its lock files may go only once no process of the old server is left in the folder.
forget_crashed() {
  [ -f "$data/postmaster.pid" ] || return 0
  local patience=100
  while as_owner sh -c 'readlink /proc/[0-9]*/cwd 2>/dev/null' | grep -qxF "$data"; do
    [ $((patience -= 1)) -gt 0 ] || die "a crashed server's processes still hold $data; end them first."
    sleep 0.1
  done
  rm -f "$data/postmaster.pid" "$home"/.s.PGSQL.*
}

is_taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

choose_port() {
  port=$(cat "$home/port" 2>/dev/null || echo $first_port)
  while is_taken "$port"; do port=$((port + 1)); done
  echo "$port" >"$home/port"
}

connection() { echo "Host=127.0.0.1;Port=$(cat "$home/port");Username=$name;Database=$name"; }

start() {
  make_home
  find_binaries
  exec 9>"$home/lock"
  flock 9
  if is_running; then
    say "runs already"
  else
    [ -d "$data" ] || make_data
    forget_crashed
    choose_port
    # The path of a socket has at most 107 characters.
    local sockets=$home
    [ ${#home} -lt 80 ] || sockets=
    as_owner "$binaries/pg_ctl" start -w -s -t 60 -D "$data" -l "$home/log" -o "-p $port -k '$sockets'" 9>&- ||
      { tail -n 20 "$home/log" >&2; die "did not start; its log is $home/log."; }
    say "started on 127.0.0.1:$port"
  fi
  connection
}

stop() {
  is_running || { say "is not running"; return 0; }
  find_binaries
  cd "$home"
  as_owner "$binaries/pg_ctl" stop -w -s -m fast -D "$data"
  say "stopped"
}

status() {
  is_running || { say "is stopped"; return 3; }
  connection
}

case ${1:-} in
  start | stop | status) "$1" ;;
  *)
    echo "usage: bash db/local.sh start | stop | status" >&2
    exit 2
    ;;
esac
