// The demo hub with the DNS proxy of the Standard tier, and the Linux machine.
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
  sshPublicKey: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIMadeUpForThePredictionOnly'
}
param alerts = {
  rules: {
    'target-broken': { severity: 0 }
    'denial-drift': { enabled: false }
    'inspection-expiring': { threshold: 30 }
  }
}
