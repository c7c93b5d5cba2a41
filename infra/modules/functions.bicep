import { roles } from '../roles.bicep'

metadata description = 'The function app on Flex Consumption, with the settings that the product reads.'

@description('Name of the app.')
param name string

@description('Region.')
param location string

@description('Tags.')
param tags object

@description('Name of the identity that the app acts as.')
param identityName string

@description('Resource id of that identity.')
param identityResourceId string

@description('Client id of that identity.')
param identityClientId string

@description('Object id of that identity.')
param identityPrincipalId string

@description('Version of Node.js.')
@allowed(['24', '22'])
param nodeVersion string

@description('Name of the storage account of the host.')
param storageName string

@description('Container that the package is deployed to.')
param packageContainer string

@description('Name of the Application Insights component.')
param insightsName string

@description('Where logs go.')
param workspaceResourceId string

@description('Address of the key vault.')
param vaultUri string

@description('Address of the Cosmos DB account.')
param cosmosEndpoint string

@description('Name of the database.')
param cosmosDatabase string

@description('Address of the Communication Services resource.')
param mailEndpoint string

@description('Sender of all mail.')
param mailFrom string

@description('Where operations read.')
param operationsMailTo string[]

@description('Application id of the API in Entra ID.')
param apiClientId string

@description('Name of the task hub.')
param taskHub string

@description('Where the task hub is.')
@allowed(['AzureStorage', 'DurableTaskScheduler'])
param durableBackend string

@description('Address of the Durable Task Scheduler; empty where the task hub is in storage.')
param schedulerEndpoint string

@description('Settings of the product other than their defaults, by name.')
param settings object

@description('Names of settings whose values are secrets of the vault.')
param secretSettings string[]

@description('How many instances may run at once.')
param maximumInstances int

@description('Memory of an instance in MB.')
param instanceMemory int

@description('Instances that are kept warm for each group of functions.')
param alwaysReady int

@description('Spreads instances over zones.')
param zoneRedundant bool

// Microsoft.EventGrid has this application id in every tenant (learn.microsoft.com/azure/event-grid/secure-webhook-delivery):
// only its tokens bring delivery reports.
var eventGridAppId = '4962773b-9cdb-44cf-a8bf-237846a00ab7'

var login = environment().authentication.loginEndpoint

// What the host reads for itself, and the identity that Azure's packages take.
var hostSettings = {
  AzureWebJobsStorage__accountName: storageName
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: identityClientId
  AzureWebJobsDisableHomepage: 'true'
  APPLICATIONINSIGHTS_CONNECTION_STRING: insights.properties.ConnectionString
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'Authorization=AAD;ClientId=${identityClientId}'
  AZURE_CLIENT_ID: identityClientId
  TASK_HUB: taskHub
}

// host.json says Azure Storage; another backend is a matter of these alone.
var schedulerSettings = durableBackend == 'AzureStorage'
  ? {}
  : {
      AzureFunctionsJobHost__extensions__durableTask__storageProvider__type: 'azureManaged'
      AzureFunctionsJobHost__extensions__durableTask__storageProvider__connectionStringName: 'TASK_SCHEDULER'
      TASK_SCHEDULER: 'Endpoint=${schedulerEndpoint};Authentication=ManagedIdentity;ClientID=${identityClientId}'
    }

// What the product reads: what is left out here has its default by choice, and stands so that it can be found.
var productSettings = {
  CASE_STORE: 'cosmos'
  COSMOS_ENDPOINT: cosmosEndpoint
  COSMOS_DATABASE: cosmosDatabase
  COSMOS_WAKE_SHARDS: '8'
  ACS_ENDPOINT: mailEndpoint
  MAIL_FROM: mailFrom
  MAIL_REPLY_TO: ''
  MAIL_PHONE: ''
  MAIL_SIGNATURE: ''
  MAIL_BRAND_NAME: 'Support'
  MAIL_BRAND_COLOR: '#0b5cad'
  MAIL_BRAND_LOGO_URL: ''
  PUBLIC_URL: 'https://${app.properties.defaultHostName}'
  // A secret: named in secretSettings once it is in the vault. Until then mails have no buttons.
  LINK_KEYS: ''
  // The same; until then no answers are taken.
  MAIL_REPLIES_SECRET: ''
  MAIL_REPORTS_APP_ID: eventGridAppId
  MAIL_REPORTS_AUDIENCE: apiClientId
  OPERATIONS_MAIL_TO: join(operationsMailTo, ',')
  IDENTITY_ISSUER: '${login}{tenantid}/v2.0'
  IDENTITY_AUDIENCE: apiClientId
  IDENTITY_JWKS_URI: '${login}common/discovery/v2.0/keys'
  IDENTITY_HOME_TENANT: tenant().tenantId
  ALARM_EARLY_MS: '1500'
  MAIL_PATIENCE_MS: '500'
  MAIL_PER_MINUTE: '30'
  MAIL_PER_HOUR: '100'
  SWEEP_PERIOD_MS: '60000'
  SWEEP_GRACE_MS: '60000'
  TICK_LATE_MS: '3000'
  SWEEP_BUDGET_MS: '45000'
  SWEEP_PARALLEL: '8'
  ALARM_HISTORY_KEPT: 'P7D'
  CLOCK_SKEW_LIMIT: 'PT5S'
  LOG_EVENTS: 'milestones'
  OPS_SIGN_IN: 'entra'
  // The page asks the API's own registration for tokens: one registration, and infra/scripts/page.sh adds its address.
  OPS_CLIENT_ID: apiClientId
  OPS_AUTHORITY: ''
  OPS_SCOPE: ''
  // Else it goes to Application Insights, which the host writes to as well.
  OTEL_EXPORTER_OTLP_ENDPOINT: ''
  OTEL_TRACES_SAMPLER_ARG: '1'
}

var secrets = toObject(
  secretSettings,
  setting => setting,
  setting => '@Microsoft.KeyVault(SecretUri=${vaultUri}secrets/${replace(setting, '_', '-')}/)'
)

resource insights 'Microsoft.Insights/components@2020-02-02' existing = { name: insightsName }
resource storage 'Microsoft.Storage/storageAccounts@2025-01-01' existing = { name: storageName }

resource plan 'Microsoft.Web/serverfarms@2024-11-01' = {
  name: 'plan-${name}'
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { name: 'FC1', tier: 'FlexConsumption' }
  properties: { reserved: true, zoneRedundant: zoneRedundant }
}

resource app 'Microsoft.Web/sites@2024-11-01' = {
  name: name
  location: location
  tags: union(tags, { 'azd-service-name': 'api' })
  kind: 'functionapp,linux'
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${identityResourceId}': {} } }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    clientAffinityEnabled: false
    keyVaultReferenceIdentity: identityResourceId
    siteConfig: {
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
      ftpsState: 'Disabled'
      http20Enabled: true
    }
    functionAppConfig: {
      runtime: { name: 'node', version: nodeVersion }
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${storage.properties.primaryEndpoints.blob}${packageContainer}'
          authentication: { type: 'UserAssignedIdentity', userAssignedIdentityResourceId: identityResourceId }
        }
      }
      scaleAndConcurrency: {
        maximumInstanceCount: maximumInstances
        instanceMemoryMB: instanceMemory
        alwaysReady: alwaysReady == 0
          ? []
          : [{ name: 'http', instanceCount: alwaysReady }, { name: 'durable', instanceCount: alwaysReady }]
      }
    }
  }

  resource config 'config' = {
    name: 'appsettings'
    properties: union(hostSettings, schedulerSettings, productSettings, settings, secrets)
  }

  // Publishing goes by Entra ID: these would take a user's name and a password.
  resource noPasswordForFtp 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: { allow: false }
  }

  resource noPasswordForPublishing 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: { allow: false }
  }
}

resource appPublishesTelemetry 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: insights
  name: guid(insights.id, identityName, roles.monitoringMetricsPublisher)
  properties: {
    principalId: identityPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.monitoringMetricsPublisher)
    description: 'Host and worker send their telemetry; they cannot read any.'
  }
}

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: app
  name: 'logs'
  properties: {
    workspaceId: workspaceResourceId
    // FunctionAppLogs would tell again what Application Insights has.
    logs: [{ category: 'AppServiceAuthenticationLogs', enabled: true }]
    metrics: [{ category: 'AllMetrics', enabled: true }]
  }
}

@description('Name of the app.')
output name string = app.name

@description('Where the API answers.')
output origin string = 'https://${app.properties.defaultHostName}'
