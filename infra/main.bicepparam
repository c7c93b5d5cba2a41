using 'main.bicep'

param environmentName = readEnvironmentVariable('AZURE_ENV_NAME', 'caseclock')
param location = readEnvironmentVariable('AZURE_LOCATION', 'westeurope')
param apiClientId = readEnvironmentVariable('API_CLIENT_ID', '00000000-0000-0000-0000-000000000000')
param operationsMailTo = split(readEnvironmentVariable('OPERATIONS_MAIL_TO', 'operations@caseclock.example'), ',')
param mailDomain = readEnvironmentVariable('MAIL_DOMAIN', '')
param nodeVersion = readEnvironmentVariable('NODE_VERSION', '24')
param durableBackend = readEnvironmentVariable('DURABLE_BACKEND', 'AzureStorage')
param cosmosCapacity = readEnvironmentVariable('COSMOS_CAPACITY', 'serverless')
param zoneRedundant = bool(readEnvironmentVariable('ZONE_REDUNDANT', 'false'))
