#!/bin/sh
# Submits a case to the deployed product and looks at its promise and its alarm, with the caller's own token.
set -eu
: "${API_ORIGIN:?}" "${API_CLIENT_ID:?}"

REMOTE_TOKEN=$(az account get-access-token --scope "api://$API_CLIENT_ID/.default" --query accessToken --output tsv)
export REMOTE_TOKEN

# The first requests after a deployment may meet an instance that is still starting.
tries=0
until curl --silent --fail --max-time 30 --output /dev/null "$API_ORIGIN/api/ready"; do
  tries=$((tries + 1))
  [ "$tries" -lt 20 ] || { echo "$API_ORIGIN/api/ready does not answer." >&2; exit 1; }
  sleep 10
done
npm run --silent test:remote -- --url "$API_ORIGIN"
