# Sourced by the commands in bin/: makes the Python environment once, from the hashed lock files.
# shellcheck shell=bash
#
#   huiyin_env base|dev   → PYTHON is the interpreter of an environment that holds the locked packages
#
# A stamp in the environment names the locks it was made from, so that a second start costs nothing and needs
# no network. HUIYIN_PYTHON chooses the interpreter, HUIYIN_VENV the place (default: .venv beside bin/).

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
VENV=${HUIYIN_VENV:-$ROOT/.venv}
PYTHON=$VENV/bin/python
export DJANGO_SETTINGS_MODULE=${DJANGO_SETTINGS_MODULE:-huiyin.settings}
export PYTHONPATH=$ROOT${PYTHONPATH:+:$PYTHONPATH}

_say() { printf '%s\n' "$*" >&2; }

_digest() { # of one lock file, in the words of whichever tool is there
  if command -v sha256sum >/dev/null; then sha256sum "$1"; else shasum -a 256 "$1"; fi | cut -d' ' -f1
}

_find_python() {
  local candidate
  for candidate in ${HUIYIN_PYTHON:-python3 python3.13 python3.12 python3.11}; do
    if command -v "$candidate" >/dev/null && "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
      command -v "$candidate"
      return
    fi
  done
  _say "Huiyin needs Python 3.11 or newer, and found none (python3 here: $(python3 --version 2>&1 || true))."
  _say "Install it (Debian, Ubuntu: apt-get install python3 python3-venv), or name one: HUIYIN_PYTHON=/path/to/python3.12"
  return 1
}

# Prints "<digest of base> <digest of dev>", the second "-" when only base is wanted.
_wanted() {
  local base dev=-
  base=$(_digest "$ROOT/requirements/base.txt")
  [ "$1" = base ] || dev=$(_digest "$ROOT/requirements/dev.txt")
  printf '%s %s\n' "$base" "$dev"
}

_is_ready() { # does the stamp cover what is wanted? (an environment with dev also serves base)
  local want_base want_dev has_base has_dev
  [ -r "$VENV/.huiyin-locks" ] && [ -x "$PYTHON" ] || return 1
  read -r want_base want_dev <<<"$(_wanted "$1")"
  read -r has_base has_dev <"$VENV/.huiyin-locks"
  [ "$want_base" = "$has_base" ] && { [ "$want_dev" = - ] || [ "$want_dev" = "$has_dev" ]; }
}

_make_env() {
  local python
  if ! "$PYTHON" -c '' 2>/dev/null; then
    python=$(_find_python) || return 1
    if ! "$python" -c 'import venv, ensurepip' 2>/dev/null; then
      _say "$python has no venv module. Install it (Debian, Ubuntu: apt-get install python3-venv) and start again."
      return 1
    fi
    _say "Making the Python environment in $VENV …"
    "$python" -m venv --clear "$VENV" || { _say "It could not be made; is $(dirname "$VENV") writable?"; return 1; }
  fi
  _say "Installing the locked packages (once; this needs the network) …"
  rm -f "$VENV/.huiyin-locks"
  if ! "$VENV/bin/python" -m pip install --quiet --disable-pip-version-check --no-input \
    --require-hashes --only-binary :all: -r "$ROOT/requirements/$1.txt"; then
    _say "The packages could not be installed: see the lines above. Nothing else was changed; starting again goes on from here."
    return 1
  fi
  _wanted "$1" >"$VENV/.huiyin-locks"
}

huiyin_env() {
  _is_ready "$1" && return
  if ! mkdir -p "$(dirname "$VENV")" 2>/dev/null || [ ! -w "$(dirname "$VENV")" ]; then
    _say "The environment $VENV is not there, or not for you, and $(dirname "$VENV") cannot be written."
    _say "Name a place of your own: HUIYIN_VENV=\$HOME/.cache/huiyin/venv (or start as the owner of this folder)."
    return 1
  fi
  if command -v flock >/dev/null; then # two starts at once: the second waits for the first
    exec 9>"$VENV.lock"
    flock 9
    _is_ready "$1" || _make_env "$1" || return 1
    exec 9>&-
  else
    _make_env "$1"
  fi
}
