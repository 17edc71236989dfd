#!/bin/sh
# After every migration: each role may do what its lines in grants/ say, and nothing else.
set -eu
PGPASSWORD=$(cat /run/secrets/owner.password)
export PGPASSWORD
for room in identity ballots published; do
  psql --quiet --set ON_ERROR_STOP=1 --host postgres --username safetosay_owner --dbname "$room" \
    --single-transaction --file "/grants/$room.sql"
done
echo "Each role may now do what deploy/grants says."
