#!/bin/sh
# Registers the API in Entra ID with its three roles, once, and keeps its client id for the template (API_CLIENT_ID).
# Gives the roles to ROLES_TO (object ids with spaces between them): whoever tests a deployment needs all three.
# Needs az, signed in as somebody who may register applications.
set -eu

name=${AZURE_ENV_NAME:-caseclock}
keep() { if command -v azd >/dev/null; then azd env set "$1" "$2"; else echo "$1=$2"; fi; }

client=${API_CLIENT_ID:-$(az ad app list --filter "displayName eq 'Caseclock ($name)'" --query '[0].appId' --output tsv)}
if [ -z "$client" ]; then
  # Ids of roles are the same everywhere: they mean something only within the application.
  roles='[
    { "id": "6d1c5b0a-7b1e-4c55-9d0e-0b5f3c1f8a01", "value": "integration", "displayName": "Integration",
      "description": "Submits cases and acts on them for its tenant.", "allowedMemberTypes": ["Application", "User"], "isEnabled": true },
    { "id": "6d1c5b0a-7b1e-4c55-9d0e-0b5f3c1f8a02", "value": "engineer", "displayName": "Engineer",
      "description": "Works on cases.", "allowedMemberTypes": ["Application", "User"], "isEnabled": true },
    { "id": "6d1c5b0a-7b1e-4c55-9d0e-0b5f3c1f8a03", "value": "operations", "displayName": "Operations",
      "description": "Watches clocks and keeps what tenants have bought.", "allowedMemberTypes": ["Application", "User"], "isEnabled": true }
  ]'
  client=$(az ad app create --display-name "Caseclock ($name)" --sign-in-audience AzureADMultipleOrgs \
    --app-roles "$roles" --query appId --output tsv)
fi

# Tokens of version 2.0: the product reads their issuer and audience. Its own client id is the audience then.
object=$(az ad app show --id "$client" --query id --output tsv)
az rest --method patch --uri "https://graph.microsoft.com/v1.0/applications/$object" \
  --headers 'content-type=application/json' \
  --body "{ \"identifierUris\": [\"api://$client\"], \"api\": { \"requestedAccessTokenVersion\": 2 } }"

service=$(az ad sp list --filter "appId eq '$client'" --query '[0].id' --output tsv)
[ -n "$service" ] || service=$(az ad sp create --id "$client" --query id --output tsv)
# Nobody gets a token without a role.
az ad sp update --id "$service" --set appRoleAssignmentRequired=true

for principal in ${ROLES_TO:-}; do
  for role in $(az ad app show --id "$client" --query 'appRoles[].id' --output tsv); do
    # Given already: refused, and as it should be.
    az rest --method post --uri "https://graph.microsoft.com/v1.0/servicePrincipals/$service/appRoleAssignedTo" \
      --headers 'content-type=application/json' --output none \
      --body "{ \"principalId\": \"$principal\", \"resourceId\": \"$service\", \"appRoleId\": \"$role\" }" ||
      echo "Role $role was not given to $principal, or it has it already."
  done
done

keep API_CLIENT_ID "$client"
