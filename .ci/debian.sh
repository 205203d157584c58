# Sourced by the scripts beside it: what they take from Debian, without changing the machine's apt.
# shellcheck shell=bash

readonly STATE="${XDG_CACHE_HOME:-$HOME/.cache}/devsync-ci"
readonly CANNOT=3

say() { printf '%s: %s\n' "${0##*/}" "$*" >&2; }

cannot() {
  say "$*"
  exit "$CANNOT"
}

quiet() { # COMMAND…: its output is shown only when it fails
  local out
  out=$("$@" 2>&1) || {
    printf '%s\n' "$out" >&2
    return 1
  }
}

# Runs COMMAND… (a function may be one) while no other call holds lock NAME. The locks live with
# the caches, because run folders come and go.
locked() { # NAME COMMAND…
  local lock="$STATE/locks/$1"
  shift
  mkdir -p "$STATE/locks"
  (
    flock 9
    "$@"
  ) 9>>"$lock"
}

root_on_debian() {
  [[ $(id -u) == 0 ]] && grep -qx 'ID=debian' /etc/os-release 2>/dev/null && command -v apt-get >/dev/null
}

# For tools and libraries that hold still; what would start a service is unpacked instead.
install() { # PACKAGE…
  local need=() package
  for package in "$@"; do
    dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || need+=("$package")
  done
  ((${#need[@]})) || return 0
  say "installing ${need[*]}"
  quiet apt-get update || cannot "Debian's mirror gives no package lists; is there a network?"
  DEBIAN_FRONTEND=noninteractive quiet apt-get install -y --no-install-recommends "${need[@]}" ||
    cannot "apt-get cannot install ${need[*]}"
}

# The mirror that this machine uses, whichever format its source lists have.
mirror() {
  local codename uri
  codename=$(. /etc/os-release && echo "$VERSION_CODENAME")
  uri=$(apt-get update --print-uris | sed -n "s|^'\(.*\)/dists/$codename/InRelease'.*|\1|p" | head -n 1)
  [[ -n $uri ]] || cannot "/etc/apt names no Debian mirror for $codename; add one"
  echo "$uri"
}

# apt with lists and cache of its own: the machine's apt never hears of the other suite.
apt_of() { # SUITE ARGS…
  local dir="$STATE/apt/$1"
  shift
  apt-get -qq -o Dir::Etc::SourceList="$dir/sources" -o Dir::Etc::SourceParts=/dev/null \
    -o Dir::State::Lists="$dir/lists" -o Dir::Cache="$dir/cache" -o Acquire::GzipIndexes=true \
    -o Acquire::Languages=none -o APT::Sandbox::User=root "$@"
}

# Only these packages, for programs that run with the libraries of this machine.
unpack_packages() { # SUITE FOLDER PACKAGE…
  locked apt unpack_alone download_packages "$@"
}

# With all that they depend on, for programs that need newer libraries than this machine has.
unpack_closure() { # SUITE FOLDER PACKAGE…
  locked apt unpack_alone download_closure "$@"
}

unpack_alone() { # DOWNLOADER SUITE FOLDER PACKAGE…
  local download=$1 suite=$2 into=$3 dir="$STATE/apt/$2" uri deb
  shift 3
  uri=$(mirror)
  rm -rf "$dir/debs"
  mkdir -p "$into" "$dir"/{lists,cache,debs}
  echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $uri $suite main" >"$dir/sources"
  # The first try fails without lists, and with lists older than the mirror's packages.
  if ! "$download" "$suite" "$@" >/dev/null 2>&1; then
    quiet apt_of "$suite" update || cannot "Debian's mirror gives no package lists of $suite; is there a network?"
    quiet "$download" "$suite" "$@" || cannot "Debian's mirror lacks some of: $*"
  fi
  for deb in "$dir"/debs/*.deb; do
    dpkg -x "$deb" "$into"
  done
  rm -rf "$dir/debs"
}

download_packages() { # SUITE PACKAGE…
  (cd "$STATE/apt/$1/debs" && apt_of "$1" download "${@:2}")
}

download_closure() { # SUITE PACKAGE…: as apt would for a machine with nothing installed
  local dir="$STATE/apt/$1"
  : >"$dir/status"
  apt_of "$1" -o Dir::State::status="$dir/status" -o Dir::Cache::archives="$dir/debs" -o Debug::NoLocking=true \
    install --download-only --no-install-recommends -y "${@:2}"
}
