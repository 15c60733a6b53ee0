# Sourced by bin/test and bin/ci.
# shellcheck shell=bash

# Installs Debian packages when we may; says what is missing when we may not.
#   want_debian COMMAND PACKAGE [PACKAGE ...]
want_debian() {
  local command=$1
  shift
  command -v "$command" >/dev/null && return
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    _say "Installing $* …"
    apt-get install -y -qq --no-install-recommends "$@" >/dev/null 2>&1 ||
      { apt-get update -qq >/dev/null 2>&1 && apt-get install -y -qq --no-install-recommends "$@" >/dev/null 2>&1; } ||
      true
  fi
  command -v "$command" >/dev/null || { _say "Not here: $command (Debian: apt-get install $*)"; return 1; }
}

want_chromium() {
  { command -v chromium || command -v chromium-browser || command -v google-chrome; } >/dev/null && return
  want_debian chromium chromium fonts-noto-cjk
}

# Runs one check under its name; remembers a failure and goes on.   check NAME COMMAND [ARGUMENT ...]
FAILED=()
check() {
  local name=$1 began=$SECONDS
  shift
  printf '── %s\n' "$name"
  if "$@"; then printf '   %s: ok (%s s)\n' "$name" "$((SECONDS - began))"; else
    FAILED+=("$name")
    printf '   %s: FAILED\n' "$name"
  fi
}
