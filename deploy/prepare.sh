#!/bin/sh
# Before the first start, on the host: passwords and, for a trial, certificates. Existing files stay.
set -eu
cd "$(dirname "$0")"
mkdir -p secrets certificates
chmod 700 secrets certificates

# Files are readable by the containers' users; the folder keeps everybody else on the host out.
keep() {
  if [ ! -e "$1" ]; then cat >"$1"; chmod 444 "$1"; echo "made $1"; else cat >/dev/null; fi
}
password() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }
url() { printf 'SAFETOSAY_%s_URL=postgresql+psycopg://safetosay_%s:%s@postgres/%s\n' \
  "$(echo "$2" | tr '[:lower:]' '[:upper:]')" "$1" "$(cat "secrets/$1.password")" "$2"; }
urls() { role=$1; shift; for room in "$@"; do url "$role" "$room"; done; }

for name in postgres owner api ballots worker; do password | keep "secrets/$name.password"; done
urls owner identity ballots published | keep secrets/init.env
urls api identity published | keep secrets/api.env
urls ballots ballots | keep secrets/ballots.env
{ urls worker identity ballots published
  printf 'SAFETOSAY_SMTP_USER=\nSAFETOSAY_SMTP_PASSWORD=\n'; } | keep secrets/worker.env
# For a pooler before PostgreSQL (deploy/pgbouncer), if you put one there.
for role in owner api ballots worker; do
  printf '"safetosay_%s" "%s"\n' "$role" "$(cat "secrets/$role.password")"
done | keep secrets/userlist.txt

[ -e site.env ] || { cp site.env.example site.env; echo "made site.env: fill it in"; }
host() { sed -n "s/^SAFETOSAY_$1_HOST=//p" site.env; }
certificate() {
  [ ! -e "certificates/$1.crt" ] || return 0
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30 -subj "/CN=$2" \
    -addext "subjectAltName=DNS:$2" -keyout "certificates/$1.key" -out "certificates/$1.crt" 2>/dev/null
  chmod 444 "certificates/$1.key" "certificates/$1.crt"
  echo "made certificates/$1.crt: for a trial only, put your own in its place"
}
certificate app "$(host APP)"
certificate survey "$(host SURVEY)"
certificate ballot "$(host BALLOT)"
