#!/usr/bin/env bash
# Starts the example on a free port in an empty folder and holds the dialogue of the README with it by curl.
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
  java -jar "$jar" 0 "$folder/data" >"$folder/log" 2>&1 &
  server=$!
  for _ in $(seq 1 150); do
    if grep -q -e 'access-tokens/\.\.\.' -e 'still there' "$folder/log"; then
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

start
owner=$(sed -n "s/.*-u '\([^']*\)'.*/\1/p" "$folder/log" | head -n 1)

answer=$(curl -s -u "$owner" -X POST "$url/v1beta/access-tokens" -d '{"access_token":{"description":"nightly export","scopes":"workspace:read","workspace_names":["workspaces/myworkspace"]}}')
expect "a token is created" '"token":"example_' "$answer"
token=$(printf '%s' "$answer" | sed 's/.*"token":"\([^"]*\)".*/\1/')
name=$(printf '%s' "$answer" | sed 's/.*"name":"\([^"]*\)".*/\1/')

answer=$(curl -s -X GET -H "Authorization: Bearer $token" "$url/v1beta/workspaces")
for field in '"name":"workspaces/myworkspace"' '"display_name":"My workspace"' '"id":"' '"create_time":"'; do
  expect "it lists the workspace with $field" "$field" "$answer"
done

answer=$(curl -s -w ' %{http_code}' -X PATCH -H "Authorization: Bearer $token" "$url/v1beta/workspaces/myworkspace" -d '{"workspace":{"display_name":"Mine"}}')
expect "it may not write" '^{"error":"insufficient scope","code":7} 403$' "$answer"

secret=${token#*.}
if grep -r -q -F -e "$(printf '%s' "$secret" | cut -c1-20)" "$folder/data" "$folder/log" 2>/dev/null; then
  fail "the secret stands in a file"
fi
ls "$folder"/data/*.db >/dev/null || fail "there is no database file"
echo "ok: the database file holds no secret"

stop
start
answer=$(curl -s -o /dev/null -w '%{http_code}' -H "Authorization: Bearer $token" "$url/v1beta/workspaces")
expect "it still works after a restart" '^200$' "$answer"

curl -s -u "$owner" -X DELETE "$url/v1beta/$name" >/dev/null
answer=$(curl -s -i -H "Authorization: Bearer $token" "$url/v1beta/workspaces")
expect "after its deletion it gets 401" '^HTTP/1.1 401' "$answer"
expect "with a challenge" '[Ww]ww-[Aa]uthenticate: Bearer realm="example", error="invalid_token"' "$answer"
echo "the dialogue works as printed"
