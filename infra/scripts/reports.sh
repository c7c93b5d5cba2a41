#!/bin/sh
# Subscribes the deployed product to delivery reports. After the deployment of the code, which answers the validation.
# Event Grid's own schema, with a token of Event Grid for the API: no key stands in the address.
set -eu
: "${AZURE_RESOURCE_GROUP:?}" "${REPORTS_TOPIC_NAME:?}" "${API_ORIGIN:?}" "${API_CLIENT_ID:?}"

az eventgrid system-topic event-subscription create \
  --name delivery-reports \
  --resource-group "$AZURE_RESOURCE_GROUP" \
  --system-topic-name "$REPORTS_TOPIC_NAME" \
  --endpoint-type webhook \
  --endpoint "$API_ORIGIN/api/mail/reports" \
  --event-delivery-schema eventgridschema \
  --included-event-types Microsoft.Communication.EmailDeliveryReportReceived \
  --azure-active-directory-tenant-id "$(az account show --query tenantId --output tsv)" \
  --azure-active-directory-application-id-or-uri "$API_CLIENT_ID" \
  --max-events-per-batch 100 \
  --preferred-batch-size-in-kilobytes 64 \
  --output none
