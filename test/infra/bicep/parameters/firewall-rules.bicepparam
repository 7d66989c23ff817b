// The rules alone, for those who keep their policy elsewhere: one source list, one region, everything known beforehand.
using '../../../../infra/modules/firewall-rules.bicep'

param policyName = 'afwp-hub'
param groupName = 'rcg-agentpath'
param priority = 1000
param cloud = 'public'
param agents = ['ama', 'cma']
param regions = ['westeurope']
param workspaceIds = ['aaaaaaaa-1111-4111-8111-aaaaaaaaaaaa']
param sources = ['10.20.1.0/24', '10.90.0.0/27']
param appName = 'func-probe'
param ingestionEndpoint = 'https://dcr-probe-a1b2.westeurope-1.ingest.monitor.azure.com'
param connectionString = 'InstrumentationKey=00000000-0000-0000-0000-000000000000;IngestionEndpoint=https://westeurope-5.in.applicationinsights.azure.com/;LiveEndpoint=https://westeurope.livediagnostics.monitor.azure.com/;ApplicationId=11111111-0000-0000-0000-000000000000'
