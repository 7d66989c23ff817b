# Bicep does not register resource providers, and without Microsoft.App a Flex Consumption app in a network fails with a bare 500.
$ErrorActionPreference = 'Stop'

if (-not (Get-Command az -ErrorAction SilentlyContinue)) {
    throw 'The Azure CLI (az) is needed to register resource providers: install it, or register them by hand (infra/README.md).'
}
foreach ($provider in 'Microsoft.App', 'Microsoft.Web', 'Microsoft.Storage', 'Microsoft.Network', 'Microsoft.ManagedIdentity',
    'Microsoft.OperationalInsights', 'Microsoft.Insights') {
    $state = az provider show --namespace $provider --subscription $env:AZURE_SUBSCRIPTION_ID --query registrationState --output tsv
    if ($LASTEXITCODE -ne 0) { throw "the state of $provider cannot be read" }
    if ($state -eq 'Registered') { continue }
    Write-Host "registering $provider"
    az provider register --namespace $provider --subscription $env:AZURE_SUBSCRIPTION_ID --wait
    if ($LASTEXITCODE -ne 0) { throw "$provider cannot be registered" }
}
