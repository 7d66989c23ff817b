# `azd down` deletes every resource group that the deployment touched, those of others included. So it is refused where there are such groups.
# Otherwise the app leaves its subnet first, which nothing else does in the right order.
$ErrorActionPreference = 'Stop'

if ($env:OTHER_RESOURCE_GROUPS) {
    throw "azd down would delete these resource groups of others: $env:OTHER_RESOURCE_GROUPS. Remove agentpath as infra/README.md says."
}
if (-not $env:SERVICE_PROBE_NAME) { exit 0 }
az functionapp vnet-integration remove --name $env:SERVICE_PROBE_NAME --resource-group $env:AZURE_RESOURCE_GROUP --subscription $env:AZURE_SUBSCRIPTION_ID
if ($LASTEXITCODE -ne 0) { throw 'the app could not leave its subnet' }
