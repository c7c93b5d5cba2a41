metadata name = 'Caseclock'
metadata description = 'SLA clocks and escalations for support cases: everything that one deployment consists of.'

targetScope = 'resourceGroup'

@description('Name of the environment. It is part of every name and of the tags.')
@minLength(2)
@maxLength(16)
param environmentName string

@description('Region of everything that has one.')
param location string = resourceGroup().location

@description('Tags of every resource.')
param tags object = {}

@description('Application (client) id of the API in Entra ID, as scripts/register.sh makes it: what tokens are for.')
@minLength(36)
@maxLength(36)
param apiClientId string

@description('Where operations read mail of the product and alerts of its own promises: up to 10 addresses.')
@minLength(1)
@maxLength(10)
param operationsMailTo string[]

@description('Own domain that mail is sent from, such as support.contoso.com. Empty: a domain that Azure manages, which sends some 10 mails an hour and serves for trying only.')
param mailDomain string = ''

@description('Part before the @ of the sender. A domain that Azure manages knows DoNotReply only.')
param mailSender string = empty(mailDomain) ? 'DoNotReply' : 'support'

@description('Where Communication Services keep mail at rest.')
param mailDataLocation string = 'Europe'

@description('Version of Node.js.')
@allowed(['24', '22'])
param nodeVersion string = '24'

@description('Where Durable Functions keeps its task hub. Instances do not move from one to the other: after a change the sweep starts every alarm anew.')
@allowed(['AzureStorage', 'DurableTaskScheduler'])
param durableBackend string = 'AzureStorage'

@description('Name of the task hub: letters and digits.')
@minLength(3)
@maxLength(45)
param taskHub string = 'Caseclock'

@description('How Cosmos DB is paid: serverless by request, or autoscale up to cosmosMaxThroughput. Fixed once the account is made.')
@allowed(['serverless', 'autoscale'])
param cosmosCapacity string = 'serverless'

@description('With autoscale: request units a second that the database may use at most, shared by its containers.')
@minValue(1000)
param cosmosMaxThroughput int = 4000

@description('Spreads everything that can be over zones, where the region has them. Cosmos DB: at its creation only.')
param zoneRedundant bool = false

@description('How many instances may run at once.')
@minValue(1)
@maxValue(1000)
param maximumInstances int = 40

@description('Memory of an instance in MB.')
@allowed([2048, 4096])
param instanceMemory int = 2048

@description('Instances that are kept warm for each group of functions: 0 costs nothing while nothing happens, and a first request waits for a start.')
@minValue(0)
param alwaysReady int = 0

@description('Settings of the product other than their defaults (see "Settings" in the README), by name.')
param settings object = {}

@description('Settings whose values are secrets of the key vault, by the name of the setting: CHANNEL_DUTY is the secret CHANNEL-DUTY. The secret has to be there.')
param secretSettings string[] = []

@description('How long logs are kept, in days.')
@minValue(30)
@maxValue(730)
param logRetention int = 90

var token = uniqueString(resourceGroup().id, environmentName)
var allTags = union(tags, { 'azd-env-name': environmentName })
var deployed = 'caseclock'
var identityName = 'id-${deployed}-${token}'
var storageName = 'st${token}'

module monitoring 'modules/monitoring.bicep' = {
  params: { name: '${deployed}-${token}', location: location, tags: allTags, retentionInDays: logRetention }
}

module identity 'modules/identity.bicep' = {
  params: { name: identityName, location: location, tags: allTags }
}

module storage 'modules/storage.bicep' = {
  params: {
    name: storageName
    location: location
    tags: allTags
    identityName: identityName
    principalId: identity.outputs.principalId
    zoneRedundant: zoneRedundant
    workspaceResourceId: monitoring.outputs.workspaceResourceId
  }
}

module cosmos 'modules/cosmos.bicep' = {
  params: {
    name: 'cosmos-${deployed}-${token}'
    location: location
    tags: allTags
    identityName: identityName
    principalId: identity.outputs.principalId
    capacity: cosmosCapacity
    maxThroughput: cosmosMaxThroughput
    zoneRedundant: zoneRedundant
    workspaceResourceId: monitoring.outputs.workspaceResourceId
  }
}

module scheduler 'modules/scheduler.bicep' = if (durableBackend == 'DurableTaskScheduler') {
  params: {
    name: 'dts-${deployed}-${token}'
    location: location
    tags: allTags
    taskHub: taskHub
    identityName: identityName
    principalId: identity.outputs.principalId
    workspaceResourceId: monitoring.outputs.workspaceResourceId
  }
}

module mail 'modules/mail.bicep' = {
  params: {
    name: '${deployed}-${token}'
    tags: allTags
    dataLocation: mailDataLocation
    domain: mailDomain
    sender: mailSender
    identityName: identityName
    principalId: identity.outputs.principalId
    workspaceResourceId: monitoring.outputs.workspaceResourceId
  }
}

module vault 'modules/vault.bicep' = {
  params: {
    name: 'kv-${token}'
    location: location
    tags: allTags
    identityName: identityName
    principalId: identity.outputs.principalId
    workspaceResourceId: monitoring.outputs.workspaceResourceId
  }
}

module functions 'modules/functions.bicep' = {
  params: {
    name: 'func-${deployed}-${token}'
    location: location
    tags: allTags
    identityName: identityName
    identityResourceId: identity.outputs.resourceId
    identityClientId: identity.outputs.clientId
    identityPrincipalId: identity.outputs.principalId
    nodeVersion: nodeVersion
    storageName: storageName
    packageContainer: storage.outputs.packageContainer
    insightsName: 'appi-${deployed}-${token}'
    workspaceResourceId: monitoring.outputs.workspaceResourceId
    vaultUri: vault.outputs.uri
    cosmosEndpoint: cosmos.outputs.endpoint
    cosmosDatabase: cosmos.outputs.database
    mailEndpoint: mail.outputs.endpoint
    mailFrom: mail.outputs.from
    operationsMailTo: operationsMailTo
    apiClientId: apiClientId
    taskHub: taskHub
    durableBackend: durableBackend
    #disable-next-line BCP318 // There is a scheduler exactly where it is the backend.
    schedulerEndpoint: durableBackend == 'DurableTaskScheduler' ? scheduler.outputs.endpoint : ''
    settings: settings
    secretSettings: secretSettings
    maximumInstances: maximumInstances
    instanceMemory: instanceMemory
    alwaysReady: alwaysReady
    zoneRedundant: zoneRedundant
  }
}

module alerts 'modules/alerts.bicep' = {
  params: {
    name: '${deployed}-${token}'
    location: location
    tags: allTags
    mailTo: operationsMailTo
    runbook: '${functions.outputs.origin}/ops/runbook'
    insightsResourceId: monitoring.outputs.insightsResourceId
    cosmosResourceId: cosmos.outputs.resourceId
    storageResourceId: storage.outputs.resourceId
  }
}

module workbook 'modules/workbook.bicep' = {
  params: { location: location, tags: allTags, insightsResourceId: monitoring.outputs.insightsResourceId }
}

@description('Where the API answers.')
output API_ORIGIN string = functions.outputs.origin

@description('Name of the function app.')
output FUNCTION_APP_NAME string = functions.outputs.name

@description('Name of the key vault that secret settings are read from.')
output KEY_VAULT_NAME string = vault.outputs.name

@description('Name of the system topic whose delivery reports scripts/reports.sh subscribes to.')
output REPORTS_TOPIC_NAME string = mail.outputs.topicName
