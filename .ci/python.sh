#!/usr/bin/env bash
# Makes .venv and installs exactly what a lock file names: .ci/python.sh LOCK_FILE
set -euo pipefail
cd "$(dirname "$0")/.."
lock=$1
wanted="3.11"

say() { printf '%s\n' "$*"; }
fail() { printf '%s\n' "" "$@" >&2; exit 1; }

is_new_enough() {
  "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

find_python() {
  local one
  for one in ${PYTHON:-} python3 python3.11 python3.12 python3.13; do
    if command -v "$one" >/dev/null && is_new_enough "$one"; then
      command -v "$one"
      return
    fi
  done
  fail "Python $wanted or newer was not found." \
       "Install it, or name it: make demo PYTHON=/path/to/python3.11"
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then sudo "$@"
  else return 1
  fi
}

install_venv_package() {
  command -v apt-get >/dev/null || return 1
  say "Python has no venv module here; installing the system package python3-venv ..."
  as_root apt-get update -qq && as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends python3-venv >/dev/null
}

# Leaves in $python the one that made it.
make_environment() {
  rm -rf .venv
  say "Making .venv with $("$python" --version) ..."
  if "$python" -m venv .venv >/dev/null 2>&1; then return; fi
  rm -rf .venv
  if "$python" -m pip --version >/dev/null 2>&1 \
    && "$python" -m venv --without-pip .venv >/dev/null 2>&1; then return; fi
  rm -rf .venv
  if install_venv_package; then
    for python in "$python" /usr/bin/python3; do
      if is_new_enough "$python" && "$python" -m venv .venv >/dev/null 2>&1; then return; fi
      rm -rf .venv
    done
  fi
  rm -rf .venv
  fail "This Python can neither make an environment (venv) nor install packages (pip)." \
       "On Debian or Ubuntu: apt-get install python3-venv   Then run the same command again."
}

# pip inside the environment, or the system's pip pointed at it.
pip_install() {
  if .venv/bin/python -m pip --version >/dev/null 2>&1; then
    .venv/bin/python -m pip install --disable-pip-version-check --no-compile "$@"
  else
    "$python" -m pip --python .venv/bin/python install --disable-pip-version-check --no-compile "$@"
  fi
}

show_progress() {
  awk -v total="$1" '
    /^(Collecting|Requirement already satisfied)/ {
      seen++
      if (seen % 10 == 0) { printf "  %d of %d\n", seen, total; fflush() }
    }
    /^Installing collected/ { print "  unpacking ..."; fflush() }
    /^(ERROR|error|WARNING: Retrying)/ { print; fflush() }'
}

python=$(find_python)
if ! { [ -x .venv/bin/python ] && is_new_enough .venv/bin/python; }; then make_environment; fi
count=$(grep -cE '^[A-Za-z0-9]' "$lock")
say "Installing $count packages named by $lock, each checked against its hash ..."
pip_install --require-hashes --no-deps --progress-bar off -r "$lock" 2>&1 | show_progress "$count" \
  || fail "The packages could not be installed; the reason stands above."
pip_install --no-deps --no-build-isolation --no-index --quiet --editable . \
  || fail "The program itself could not be installed into .venv."
say "Python environment ready."
