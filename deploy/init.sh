#!/bin/sh
# One-shot job of every start: tables, keys, and each process's own copy of the keys it may hold.
set -eu
safetosay init
deal() {
  for name in $2; do
    rm -f "${DEALT_KEYS:-/keys}/$1/$name"
    cp "$SAFETOSAY_KEYS_DIR/$name" "${DEALT_KEYS:-/keys}/$1/$name"
    chmod 400 "${DEALT_KEYS:-/keys}/$1/$name"
  done
}
deal api "identity.key comments.key"
deal ballots "promise.key promise.pub"
deal worker "identity.key manifest.key comments.key promise.pub"
