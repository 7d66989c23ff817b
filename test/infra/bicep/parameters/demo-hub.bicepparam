// A hub with a firewall and a Windows machine, to try it in.
using '../../../../infra/main.bicep'

param environmentName = 'probe-demo'
param location = 'westeurope'
// Known beforehand, so that the firewall's rules can be predicted to the letter.
param probe = {
  agentWorkspaceIds: ['aaaaaaaa-1111-4111-8111-aaaaaaaaaaaa']
}
param network = {}
param demo = {
  deploy: true
  firewallTier: 'Basic'
  machine: 'windows'
}
param demoPassword = readEnvironmentVariable('DEMO_PASSWORD', 'Only-for-the-prediction-1')
