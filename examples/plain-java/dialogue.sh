#!/usr/bin/env bash
# Starts the example on a free port in an empty folder and has the dialogue of the README with it by curl, as it is
# printed; then tries the starts that cannot succeed.
set -eu
cd "$(dirname "$0")"
jar="$PWD/target/plain-java.jar"
folder=$(mktemp -d)
server=

stop() {
  if [ -n "$server" ]; then
    kill "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
    server=
  fi
}
trap 'stop; rm -rf "$folder"' EXIT

fail() {
  echo "dialogue: $1" >&2
  cat "$folder/log" >&2
  exit 1
}

start() {
  : >"$folder/log" # what an earlier start printed must not be taken for this one's
  java -jar "$jar" "$@" 0 "$folder/data" >"$folder/log" 2>&1 &
  server=$!
  for _ in $(seq 1 150); do
    if grep -q -e '-X DELETE' "$folder/log"; then
      url=$(sed -n 's/^Listening at //p' "$folder/log")
      return
    fi
    kill -0 "$server" 2>/dev/null || fail "the server did not start"
    sleep 0.2
  done
  fail "the server did not start in time"
}

expect() { # expect WHAT PATTERN ANSWER
  if ! printf '%s' "$3" | grep -q -- "$2"; then
    fail "$1: expected $2, got $3"
  fi
  echo "ok: $1"
}

# Runs the printed line that follows the comment $1, with the variables that a person would have set.
printed() {
  eval "$(grep -A 1 -F -- "$1" "$folder/log" | tail -n 1)"
}

# refused WHAT STATUS PATTERN ARGUMENTS...: a start that ends with that status and one line.
refused() {
  what=$1 status=$2 pattern=$3
  shift 3
  code=0
  java -jar "$jar" "$@" >"$folder/refused" 2>&1 || code=$?
  [ "$code" = "$status" ] || fail "$what: status $code: $(cat "$folder/refused")"
  [ "$(wc -l <"$folder/refused")" = 1 ] || fail "$what: not one line: $(cat "$folder/refused")"
  expect "$what" "$pattern" "$(cat "$folder/refused")"
}

start
owner=$(sed -n "s/.*-u '\([^']*\)'.*/\1/p" "$folder/log" | head -n 1)

page=$(sed -n 's/^Access Management page: //p' "$folder/log")
user=${owner%%:*}
cookies="$folder/cookies"
answer=$(curl -s -L -c "$cookies" -b "$cookies" --data-urlencode "user=$user" \
  --data-urlencode "password=${owner#*:}" "$url/sign-in")
expect "the page shows the tokens of the first start" 'Nightly export to the warehouse' "$answer"
expect "the page is where it is printed" '<h1>Access tokens</h1>' "$(curl -s -b "$cookies" "$page")"

answer=$(printed '# create a token')
expect "a token is created" '"token":"example_' "$answer"
expect "its expiry is shown" '"expire_time":"' "$answer"
token=$(printf '%s' "$answer" | sed 's/.*"token":"\([^"]*\)".*/\1/')
NAME=$(printf '%s' "$answer" | sed 's/.*"name":"\([^"]*\)".*/\1/')
ACCESS_TOKEN=$token

answer=$(printed '# use it')
for field in '"name":"workspaces/myworkspace"' '"display_name":"My workspace"' '"id":"' '"create_time":"'; do
  expect "it lists the workspace with $field" "$field" "$answer"
done

answer=$(printed '# it may not write')
expect "it may not write" '^{"error":"insufficient scope","code":7}$' "$answer"

answer=$(printed '# a member')
expect "a member may not create tokens" '^{"error":"only the owner .*","code":7}$' "$answer"

answer=$(printed '# list the tokens')
expect "the token is listed" "\"name\":\"$NAME\"" "$answer"

secret=${token#*.}
if grep -r -q -F -e "$(printf '%s' "$secret" | cut -c1-20)" "$folder/data" "$folder/log" 2>/dev/null; then
  fail "the secret stands in a file"
fi
ls "$folder"/data/*.db >/dev/null || fail "there is no database file"
echo "ok: the database file holds no secret"

refused "a second process on the folder is refused" 1 'is in use by another process' 0 "$folder/data"
refused "a taken port is refused" 1 'cannot be used' "${url##*:}" "$folder/other"
[ ! -e "$folder/other" ] || fail "a start on a taken port left a file"
refused "an unknown option is refused" 2 'unknown option' --nonsense
[ "$(ls "$folder/data")" = example.mv.db ] || fail "more than the database is in the folder: $(ls "$folder/data")"
java -jar "$jar" --help | grep -q -- --new-password || fail "--help does not show the options"
echo "ok: --help shows the options"

stop
start
grep -q -- --new-password "$folder/log" || fail "a second start does not say how to go on"
echo "ok: a second start says how to go on"
answer=$(curl -s -o /dev/null -w '%{http_code}' -H "Authorization: Bearer $token" "$url/v1beta/workspaces")
expect "it still works after a restart" '^200$' "$answer"

stop
start --new-password
answer=$(curl -s -u "$owner" "$url/v1beta/access-tokens")
expect "after --new-password the old password is refused" '"code":16' "$answer"
answer=$(printed '# delete the token')
expect "the token is deleted by the printed line and its name" '^{}$' "$answer"
answer=$(curl -s -i -H "Authorization: Bearer $token" "$url/v1beta/workspaces")
expect "after its deletion it gets 401" '^HTTP/1.1 401' "$answer"
expect "with a challenge" '[Ww]ww-[Aa]uthenticate: Bearer realm="example", error="invalid_token"' "$answer"
echo "the dialogue works as printed"
