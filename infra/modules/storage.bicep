import { roles } from '../roles.bicep'

metadata description = 'Storage of the Functions host: locks, the package of the app, and the task hub where that is in storage.'

@description('Name of the account.')
@maxLength(24)
param name string

@description('Region.')
param location string

@description('Tags.')
param tags object

@description('Name of the identity that it is given to.')
param identityName string

@description('Object id of the identity that uses it.')
param principalId string

@description('Keeps three copies in different zones instead of one.')
param zoneRedundant bool

@description('Where logs go.')
param workspaceResourceId string

var packageContainerName = 'packages'

resource account 'Microsoft.Storage/storageAccounts@2025-01-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: zoneRedundant ? 'Standard_ZRS' : 'Standard_LRS' }
  properties: {
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
  }

  resource blobs 'blobServices' = {
    name: 'default'
    // An earlier package can be had back: it is what a deployment is rolled back to.
    properties: { deleteRetentionPolicy: { enabled: true, days: 30 } }

    resource packages 'containers' = { name: packageContainerName }
  }

  resource queues 'queueServices' = { name: 'default' }
  resource tables 'tableServices' = { name: 'default' }
}

resource hostOwnsBlobs 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: account
  name: guid(account.id, identityName, roles.storageBlobDataOwner)
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.storageBlobDataOwner)
    description: 'The host reads the package, leases blobs for its locks and timers, and creates containers of the task hub. Less than Owner is not supported for AzureWebJobsStorage.'
  }
}

resource hubUsesQueues 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: account
  name: guid(account.id, identityName, roles.storageQueueDataContributor)
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.storageQueueDataContributor)
    description: 'The task hub creates, fills and empties its queues.'
  }
}

resource hubUsesTables 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: account
  name: guid(account.id, identityName, roles.storageTableDataContributor)
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.storageTableDataContributor)
    description: 'The task hub keeps instances and their histories in tables; the host keeps its diagnostic events in one.'
  }
}

// Blobs alone: queues and tables are asked many times a minute, and their logs would cost more than they tell.
resource blobDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: account::blobs
  name: 'logs'
  properties: {
    workspaceId: workspaceResourceId
    logs: [{ category: 'StorageWrite', enabled: true }, { category: 'StorageDelete', enabled: true }]
    metrics: [{ category: 'Transaction', enabled: true }]
  }
}

resource queueDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: account::queues
  name: 'metrics'
  properties: { workspaceId: workspaceResourceId, metrics: [{ category: 'Transaction', enabled: true }] }
}

resource tableDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: account::tables
  name: 'metrics'
  properties: { workspaceId: workspaceResourceId, metrics: [{ category: 'Transaction', enabled: true }] }
}

@description('Resource id of the account.')
output resourceId string = account.id

@description('Container that the package of the app is deployed to.')
output packageContainer string = packageContainerName
