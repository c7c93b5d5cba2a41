metadata description = 'Cosmos DB: the truth. Containers and what is indexed of them are those that the product is tested with.'

@description('Name of the account.')
param name string

@description('Region.')
param location string

@description('Tags.')
param tags object

@description('Name of the identity that it is given to.')
param identityName string

@description('Object id of the identity that uses it.')
param principalId string

@description('How it is paid.')
@allowed(['serverless', 'autoscale'])
param capacity string

@description('With autoscale: request units a second at most.')
param maxThroughput int

@description('Spreads the account over zones. At its creation only.')
param zoneRedundant bool

@description('Where logs go.')
param workspaceResourceId string

var databaseName = 'caseclock'
var containers = loadJsonContent('../../shared/store/cosmos/containers.json')

resource account 'Microsoft.DocumentDB/databaseAccounts@2025-04-15' = {
  name: name
  location: location
  tags: tags
  kind: 'GlobalDocumentDB'
  properties: {
    databaseAccountOfferType: 'Standard'
    capabilities: capacity == 'serverless' ? [{ name: 'EnableServerless' }] : []
    locations: [{ locationName: location, failoverPriority: 0, isZoneRedundant: zoneRedundant }]
    // A writer reads what it has written; two writers are told apart by the number of the commit.
    consistencyPolicy: { defaultConsistencyLevel: 'Session' }
    disableLocalAuth: true
    disableKeyBasedMetadataWriteAccess: true
    minimalTlsVersion: 'Tls12'
    backupPolicy: { type: 'Continuous', continuousModeProperties: { tier: 'Continuous30Days' } }
  }

  resource database 'sqlDatabases' = {
    name: databaseName
    properties: {
      resource: { id: databaseName }
      options: capacity == 'autoscale' ? { autoscaleSettings: { maxThroughput: maxThroughput } } : {}
    }

    resource container 'containers' = [
      for each in items(containers): {
        name: each.key
        properties: {
          resource: {
            id: each.key
            partitionKey: { kind: 'Hash', version: 2, paths: [each.value.partitionKey] }
            indexingPolicy: each.value.indexingPolicy
          }
        }
      }
    ]
  }

  // Less than the built-in Data Contributor, which may also replace whole containers' documents in bulk, read change
  // feeds and run stored procedures: the product does none of that.
  resource productRole 'sqlRoleDefinitions' = {
    name: guid(account.id, 'caseclock')
    properties: {
      roleName: 'Caseclock'
      type: 'CustomRole'
      assignableScopes: ['${account.id}/dbs/${databaseName}']
      permissions: [
        {
          dataActions: [
            'Microsoft.DocumentDB/databaseAccounts/readMetadata'
            'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers/executeQuery'
            'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers/items/create'
            'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers/items/read'
            'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers/items/replace'
            'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers/items/delete'
          ]
        }
      ]
    }
    dependsOn: [database]
  }

  // The functions keep cases, entitlements, policies and calendars here, and make no containers.
  resource productUsesData 'sqlRoleAssignments' = {
    name: guid(account.id, identityName, 'caseclock')
    properties: {
      principalId: principalId
      roleDefinitionId: productRole.id
      scope: '${account.id}/dbs/${databaseName}'
    }
  }
}

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: account
  name: 'logs'
  properties: {
    workspaceId: workspaceResourceId
    logAnalyticsDestinationType: 'Dedicated'
    logs: [
      { category: 'ControlPlaneRequests', enabled: true }
      { category: 'PartitionKeyStatistics', enabled: true }
      { category: 'PartitionKeyRUConsumption', enabled: true }
    ]
    metrics: [{ category: 'Requests', enabled: true }]
  }
}

@description('Address of the account.')
output endpoint string = account.properties.documentEndpoint

@description('Name of the database.')
output database string = databaseName

@description('Resource id of the account.')
output resourceId string = account.id
