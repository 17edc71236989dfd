#!/bin/sh
# One-shot job of every start: tables, keys, and each process's own copy of the keys it may hold.
set -eu
safetosay init
deal() {
  mkdir -p "/keys/$1"
  for name in $2; do
    rm -f "/keys/$1/$name"
    cp "$SAFETOSAY_KEYS_DIR/$name" "/keys/$1/$name"
    chmod 400 "/keys/$1/$name"
  done
}
deal api "identity.key"
deal ballots "promise.key"
deal worker "identity.key manifest.key promise.pub"
