#!/bin/sh
# Bicep does not register resource providers, and without Microsoft.App a Flex Consumption app in a network fails with a bare 500.
set -eu

command -v az >/dev/null || {
  echo 'The Azure CLI (az) is needed to register resource providers: install it, or register them by hand (infra/README.md).' >&2
  exit 1
}
for provider in Microsoft.App Microsoft.Web Microsoft.Storage Microsoft.Network Microsoft.ManagedIdentity \
  Microsoft.OperationalInsights Microsoft.Insights; do
  state=$(az provider show --namespace "$provider" --subscription "$AZURE_SUBSCRIPTION_ID" --query registrationState --output tsv)
  [ "$state" = Registered ] && continue
  echo "registering $provider"
  az provider register --namespace "$provider" --subscription "$AZURE_SUBSCRIPTION_ID" --wait
done
