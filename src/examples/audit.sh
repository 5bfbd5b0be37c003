#!/usr/bin/env bash
# Sends graded responses and the scores of a vendor's machine, audits the machine, and prints the three answers.
# Usage: bash src/examples/audit.sh [address of the service]
set -euo pipefail
service=${1:-http://127.0.0.1:8080}

curl -sSf -X PUT "$service/v1/items/feather-and-coin" -H 'Content-Type: application/json' \
  -d '{ "prompt": "Which lands first, and why?", "scale": { "min": 0, "max": 2 } }'
echo

{
  echo 'responseId,studentId,text,humanScore,group.gender'
  for n in $(seq 1 120); do
    [ $((n % 2)) -eq 0 ] && gender=female || gender=male
    echo "r$n,s$n,\"Answer $n: they land together, there is no air.\",$((n / 2 % 3)),$gender"
  done
} | curl -sSf "$service/v1/responses?item=feather-and-coin" -H 'Content-Type: text/csv' --data-binary @-
echo

{
  echo 'id,prediction'
  for n in $(seq 1 120); do echo "r$n,$((n / 2 % 3)).$((n % 5))"; done
} | curl -sSf "$service/v1/scores?item=feather-and-coin&scorer=vendor&responseId=id&score=prediction" -H 'Content-Type: text/csv' --data-binary @-
echo

audit=$(curl -sSf "$service/v1/audits" -H 'Content-Type: application/json' -d '{
  "items": ["feather-and-coin"], "attribute": "gender", "scorers": [ { "kind": "external", "scorer": "vendor" } ] }' \
  | grep -o '"auditId":"[^"]*"' | head -1 | cut -d'"' -f4)
# The events end with the audit.
curl -sSf "$service/v1/audits/$audit/events" > /dev/null
# Of each answer the groups, the question with its measure, the verdict, and the sentence; other figures have no sentence.
curl -sSf "$service/v1/audits/$audit/report" | grep -oE '"question":"[^{]*("difference":\{[^}]*\})?[^{}]*' | grep '"sentence"' | while IFS= read -r answer; do
  field() { grep -oE "\"$1\":\"[^\"]*\"" <<< "$answer" | head -1 | cut -d'"' -f4; }
  echo "$(field question), $(field measure), $(field contrast): $(field verdict). $(field sentence)"
done
