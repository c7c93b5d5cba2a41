#!/bin/sh
# Verifies a domain of one's own and links it. Prints the records that have to stand in DNS; run it again when they do.
set -eu
: "${AZURE_RESOURCE_GROUP:?}" "${MAIL_DOMAIN:?}"

email=$(az communication email list --resource-group "$AZURE_RESOURCE_GROUP" --query '[0].name' --output tsv)
domain() { az communication email domain "$@" --resource-group "$AZURE_RESOURCE_GROUP" --email-service-name "$email" --domain-name "$MAIL_DOMAIN"; }

domain show --query verificationRecords
for kind in Domain SPF DKIM DKIM2; do
  state=$(domain show --query "verificationStates.$kind.status" --output tsv)
  if [ "$state" != Verified ]; then
    domain initiate-verification --verification-type "$kind" --output none
    pending=true
  fi
done
if [ "${pending:-false}" = true ]; then
  echo 'Verification is under way: put the records above into DNS, and run this again in a while.'
  exit 1
fi
id=$(domain show --query id --output tsv)
service=$(az communication list --resource-group "$AZURE_RESOURCE_GROUP" --query '[0].name' --output tsv)
az communication update --name "$service" --resource-group "$AZURE_RESOURCE_GROUP" --linked-domains "$id" --output none
echo "$MAIL_DOMAIN is verified and linked."
