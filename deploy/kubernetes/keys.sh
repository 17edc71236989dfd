#!/bin/sh
# Before the first "kubectl apply -k deploy": the key files that become secrets. Existing files
# stay. Needs the program, or: SAFETOSAY="docker run --rm -e SAFETOSAY_DATA_DIR -v $PWD:$PWD safe-to-say"
set -eu
cd "$(dirname "$0")/../secrets"
umask 077
[ ! -d keys ] || { echo "keys/ is there already and stays"; exit 0; }
made=$(mktemp -d "$PWD/made.XXXXXX")
SAFETOSAY_DATA_DIR=$made ${SAFETOSAY:-safetosay} init
mv "$made/keys" keys
rm -r "$made"
echo "made deploy/secrets/keys: back it up to two places apart; it cannot be remade"
