#!/bin/sh
# First start of the database server: four roles with their passwords, three databases.
set -eu
run() { psql --quiet --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres "$@"; }

run --file /grants/roles.sql
for role in owner api ballots worker; do
  run --set secret="$(cat "/run/secrets/$role.password")" <<SQL
ALTER ROLE safetosay_$role PASSWORD :'secret';
SQL
done
for room in identity ballots published; do
  run --command "CREATE DATABASE $room OWNER safetosay_owner"
done
