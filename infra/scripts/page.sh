#!/bin/sh
# Lets people sign in to the page of operations: its address as a redirect URI of the API's registration, so
# that it is both the page that asks and the API that is asked. Those that are there already stay. Needs an owner of the registration.
set -eu
: "${API_ORIGIN:?}" "${API_CLIENT_ID:?}"

object=$(az ad app show --id "$API_CLIENT_ID" --query id --output tsv)
there=$(az ad app show --id "$API_CLIENT_ID" --query "spa.redirectUris" --output tsv)
for uri in $there; do [ "$uri" != "$API_ORIGIN/ops" ] || exit 0; done

list="\"$API_ORIGIN/ops\""
for uri in $there; do list="$list, \"$uri\""; done
az rest --method patch --uri "https://graph.microsoft.com/v1.0/applications/$object" \
  --headers 'content-type=application/json' \
  --body "{ \"spa\": { \"redirectUris\": [$list] } }"
