#!/usr/bin/env bash
# Installs what the tests need from the system: PostgreSQL server, Chromium, nginx, Node.js, poppler,
# PgBouncer, HAProxy, and Patroni with etcd for the slow tests;
# and Firefox where apt has one that is no snap (Debian: firefox-esr).
set -euo pipefail

say() { printf '%s\n' "$*"; }

has_postgres() { command -v initdb >/dev/null || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null; }
has_chromium() { command -v chromium >/dev/null || command -v chromium-browser >/dev/null; }
is_snap() { head -c 4096 "$(readlink -f "$1")" | grep -q snap; }
has_firefox() {
  local found
  for found in firefox-esr firefox; do
    found=$(command -v "$found") && ! is_snap "$found" && return
  done
  return 1
}
has_nginx() { command -v nginx >/dev/null || [ -x /usr/sbin/nginx ]; }
has_program() { [ -n "$(PATH="$PATH:/usr/sbin" command -v "$1")" ]; }
has_poppler() { command -v pdftotext >/dev/null && command -v pdftoppm >/dev/null; }
has_node() { command -v npm >/dev/null && [ "$(node -p 'process.versions.node.split(".")[0] >= 20')" = true ]; }

missing=()
has_postgres || missing+=(postgresql)
has_chromium || missing+=(chromium)
has_nginx || missing+=(nginx-light)
has_poppler || missing+=(poppler-utils)
has_node || missing+=(nodejs npm)
has_program pgbouncer || missing+=(pgbouncer)
has_program haproxy || missing+=(haproxy)
has_program patroni || missing+=(patroni)
has_program etcd || missing+=(etcd-server)
has_firefox && lacking="" || lacking=firefox-esr
[ ${#missing[@]} -gt 0 ] || [ "$lacking" ] || exit 0

go_on_without() {
  say "No Firefox: $1 Its tests will be skipped."
  exit 0
}
refuse() {
  [ ${#missing[@]} -gt 0 ] || [ "${CI:-}" ] || go_on_without "$1"
  printf '\n%s\n' "The tests need: ${missing[*]:-$lacking}. $1" \
    "Install them yourself, for example: apt-get install ${missing[*]:-$lacking}   Then run make test again." >&2
  exit 1
}

command -v apt-get >/dev/null || refuse "This system has no apt-get, so they cannot be installed here."
root=()
if [ "$(id -u)" != 0 ]; then
  command -v sudo >/dev/null && sudo -n true 2>/dev/null \
    || refuse "Installing them needs root or sudo without a password."
  root=(sudo)
fi
# Servers installed for tests must not start by themselves.
policy=/usr/sbin/policy-rc.d
if [ ! -e $policy ]; then
  printf '#!/bin/sh\nexit 101\n' | "${root[@]}" tee $policy >/dev/null
  "${root[@]}" chmod 755 $policy
  trap '"${root[@]}" rm -f $policy' EXIT
fi
"${root[@]}" apt-get update -qq || refuse "apt-get update failed."
if [ "$lacking" ]; then
  apt-cache show "$lacking" >/dev/null 2>&1 && missing+=("$lacking") \
    || say "apt has no $lacking here; without another Firefox its tests are skipped."
fi
[ ${#missing[@]} -gt 0 ] || exit 0
say "Installing for the tests: ${missing[*]} ..."
"${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
  "${missing[@]}" >/dev/null || refuse "apt-get could not install them; its reason stands above."
has_node || refuse "Node.js is older than version 20."
say "System packages ready."
