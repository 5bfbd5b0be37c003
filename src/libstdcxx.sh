#!/usr/bin/env bash
# libtorch needs the libstdc++ of GCC 13. Debian 12 has an older one; root gets Debian 13's by this script,
# together with what that needs (libc6, and base-files, by which the system then calls itself Debian 13).
# Every other package stays at Debian 12, and programs of Debian 12 run on the newer libraries unchanged.
#   bash src/libstdcxx.sh
set -euo pipefail

needed=GLIBCXX_3.4.32
next=trixie

say() { echo "libstdc++: $*" >&2; }
die() { say "$*"; exit 1; }

is_new_enough() {
  local library
  library=$(PATH=$PATH:/usr/sbin:/sbin ldconfig -p | awk '/libstdc\+\+\.so\.6 .*x86-64/ { print $NF; exit }')
  [ -n "$library" ] && grep -qa "$needed" "$library"
}

# Debian's own entry among the sources of packages, with its host and options, for another suite.
entry_for_next() {
  local file
  file=$(apt-get indextargets --format '$(ORIGIN) $(CODENAME) $(COMPONENT) $(SOURCESENTRY)' 'Created-By: Packages' |
    awk -v codename="$VERSION_CODENAME" '$1 == "Debian" && $2 == codename && $3 == "main" && !file { file = $4 } END { print file }')
  file=${file%:*}
  if [ -z "$file" ]; then
    echo "No source of packages here is Debian's own." >&2
    return 1
  fi
  if [ "${file##*.}" = sources ]; then
    awk -v codename="$VERSION_CODENAME" -v next_suite=$next 'BEGIN { RS = ""; FS = "\n" }
      !found && $0 ~ "(^|\n)Suites:[^\n]*[ \t]" codename "([ \t\n]|$)" {
        found = 1
        for (i = 1; i <= NF; i++)
          if ($i ~ /^Suites:/) print "Suites: " next_suite
          else if ($i ~ /^Types:/) print "Types: deb"
          else if ($i !~ /^#/) print $i
      }' "$file"
  else
    awk -v codename="$VERSION_CODENAME" -v next_suite=$next '!found && $1 == "deb" {
      for (i = 2; i <= NF; i++) if ($i == codename) { $i = next_suite; found = 1; print; break }
    }' "$file"
  fi
}

install_from_next() {
  local entry extension=list
  apt-get update -qq || return
  entry=$(entry_for_next) || return
  [[ $entry == deb\ * ]] || extension=sources
  echo "$entry" >"/etc/apt/sources.list.d/scoring-fairness-$next.$extension"
  # Below the priority of everything else: only what asks for this suite comes from it.
  printf 'Package: *\nPin: release n=%s\nPin-Priority: 100\n' $next >"/etc/apt/preferences.d/scoring-fairness-$next"
  apt-get update -qq && apt-get install -y -qq -t $next libstdc++6
}

is_new_enough && exit
# shellcheck source=/dev/null
source /etc/os-release
[ "${VERSION_CODENAME:-}" = bookworm ] && command -v apt-get >/dev/null ||
  die "libtorch needs one with $needed (GCC 13: Debian 13, Ubuntu 24.04 or newer); ${PRETTY_NAME:-this system} has an older one."
[ "$EUID" -eq 0 ] || die "libtorch needs a newer one than Debian 12's. Run once: sudo bash src/libstdcxx.sh"
say "taking it from Debian 13 ($next), since Debian 12's is too old for libtorch"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
export DEBIAN_FRONTEND=noninteractive
install_from_next >"$log" 2>&1 </dev/null || { tail -n 20 "$log" >&2; die "apt-get failed."; }
is_new_enough || die "apt-get ended well, but $needed is still missing."
