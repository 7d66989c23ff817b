// A small machine with the Azure Monitor Agent behind the demo's firewall. No public address, no inbound rule: it is there to be denied.
// The Connected Machine agent is for machines outside Azure and is not installed on it.

param stem string
param location string
param tags object
@allowed(['linux', 'windows'])
param os string
param size string
param subnetId string
param sshPublicKey string
@secure()
param password string
param workspaceId string

@description('Name of the administrator.')
param administrator string = 'agentpath'

var linux = os == 'linux'

resource card 'Microsoft.Network/networkInterfaces@2025-05-01' = {
  name: 'nic-${stem}'
  location: location
  tags: tags
  properties: {
    ipConfigurations: [
      {
        name: 'private'
        properties: {
          privateIPAllocationMethod: 'Dynamic'
          subnet: { id: subnetId }
        }
      }
    ]
  }
}

resource machine 'Microsoft.Compute/virtualMachines@2024-11-01' = {
  name: 'vm-${stem}'
  location: location
  tags: tags
  identity: { type: 'SystemAssigned' }
  properties: {
    hardwareProfile: { vmSize: size }
    securityProfile: {
      securityType: 'TrustedLaunch'
      uefiSettings: {
        secureBootEnabled: true
        vTpmEnabled: true
      }
    }
    storageProfile: {
      imageReference: linux
        ? {
            publisher: 'Canonical'
            offer: 'ubuntu-24_04-lts'
            sku: 'server'
            version: 'latest'
          }
        : {
            publisher: 'MicrosoftWindowsServer'
            offer: 'WindowsServer'
            sku: '2022-datacenter-azure-edition-smalldisk'
            version: 'latest'
          }
      osDisk: {
        createOption: 'FromImage'
        deleteOption: 'Delete'
        managedDisk: { storageAccountType: 'StandardSSD_LRS' }
      }
    }
    osProfile: linux
      ? {
          computerName: 'agents'
          adminUsername: administrator
          linuxConfiguration: {
            disablePasswordAuthentication: true
            ssh: {
              publicKeys: [
                {
                  path: '/home/${administrator}/.ssh/authorized_keys'
                  keyData: sshPublicKey
                }
              ]
            }
          }
        }
      : {
          computerName: 'agents'
          adminUsername: administrator
          adminPassword: empty(password) ? fail('demoPassword is missing: the Windows machine needs one.') : password
        }
    networkProfile: {
      networkInterfaces: [{ id: card.id }]
    }
  }
}

resource rule 'Microsoft.Insights/dataCollectionRules@2024-03-11' = {
  name: 'dcr-${stem}-machine'
  location: location
  tags: tags
  kind: linux ? 'Linux' : 'Windows'
  properties: {
    description: 'What the demo machine collects: enough for heartbeats and a few rows.'
    dataSources: {
      performanceCounters: [
        {
          name: 'processor'
          streams: ['Microsoft-Perf']
          samplingFrequencyInSeconds: 60
          counterSpecifiers: ['\\Processor(_Total)\\% Processor Time']
        }
      ]
    }
    destinations: {
      logAnalytics: [
        {
          name: 'workspace'
          workspaceResourceId: workspaceId
        }
      ]
    }
    dataFlows: [
      {
        streams: ['Microsoft-Perf']
        destinations: ['workspace']
      }
    ]
  }
}

resource association 'Microsoft.Insights/dataCollectionRuleAssociations@2024-03-11' = {
  scope: machine
  name: 'agentpath'
  properties: { dataCollectionRuleId: rule.id }
}

resource agent 'Microsoft.Compute/virtualMachines/extensions@2024-11-01' = {
  parent: machine
  name: linux ? 'AzureMonitorLinuxAgent' : 'AzureMonitorWindowsAgent'
  location: location
  tags: tags
  properties: {
    publisher: 'Microsoft.Azure.Monitor'
    type: linux ? 'AzureMonitorLinuxAgent' : 'AzureMonitorWindowsAgent'
    typeHandlerVersion: '1.0'
    autoUpgradeMinorVersion: true
    enableAutomaticUpgrade: true
  }
  dependsOn: [association]
}
