import { roles } from '../roles.bicep'

metadata description = 'Durable Task Scheduler: the task hub as a service of its own, where load has outgrown storage.'

@description('Name of the scheduler.')
param name string

@description('Region.')
param location string

@description('Tags.')
param tags object

@description('Name of the task hub.')
param taskHub string

@description('Name of the identity that it is given to.')
param identityName string

@description('Object id of the identity that uses it.')
param principalId string

@description('Where logs go.')
param workspaceResourceId string

resource scheduler 'Microsoft.DurableTask/schedulers@2025-11-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    sku: { name: 'Consumption' }
    // Instances of Flex Consumption have no addresses of their own; what protects it are identities.
    ipAllowlist: ['0.0.0.0/0']
  }

  resource hub 'taskHubs' = { name: taskHub }
}

resource hostUsesHub 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: scheduler::hub
  name: guid(scheduler::hub.id, identityName, roles.durableTaskDataContributor)
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.durableTaskDataContributor)
    description: 'The host starts alarms, raises events and takes up work of this one task hub.'
  }
}

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: scheduler
  name: 'metrics'
  properties: { workspaceId: workspaceResourceId, metrics: [{ category: 'AllMetrics', enabled: true }] }
}

@description('Address of the scheduler.')
output endpoint string = scheduler.properties.endpoint
