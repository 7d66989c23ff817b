#!/bin/sh
# `azd down` deletes every resource group that the deployment touched, those of others included. So it is refused where there are such groups.
# Otherwise the app leaves its subnet first, which nothing else does in the right order.
set -eu

if [ -n "${OTHER_RESOURCE_GROUPS:-}" ]; then
  echo "azd down would delete these resource groups of others: $OTHER_RESOURCE_GROUPS. Remove agentpath as infra/README.md says." >&2
  exit 1
fi
[ -n "${SERVICE_PROBE_NAME:-}" ] || exit 0
az functionapp vnet-integration remove --name "$SERVICE_PROBE_NAME" --resource-group "$AZURE_RESOURCE_GROUP" \
  --subscription "$AZURE_SUBSCRIPTION_ID"
