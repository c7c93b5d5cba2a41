import { roles } from '../roles.bicep'

metadata description = 'Communication Services that send the mail, the domain it comes from, and the topic that tells of its delivery.'

@description('Part of the names.')
param name string

@description('Tags.')
param tags object

@description('Where mail is kept at rest.')
param dataLocation string

@description('Own domain; empty for one that Azure manages.')
param domain string

@description('Part before the @ of the sender.')
param sender string

@description('Name of the identity that it is given to.')
param identityName string

@description('Object id of the identity that sends.')
param principalId string

@description('Where logs go.')
param workspaceResourceId string

var isManaged = empty(domain)

resource email 'Microsoft.Communication/emailServices@2023-04-01' = {
  name: 'email-${name}'
  #disable-next-line no-hardcoded-location // These have no other.
  location: 'global'
  tags: tags
  properties: { dataLocation: dataLocation }

  resource sending 'domains' = {
    name: isManaged ? 'AzureManagedDomain' : domain
    #disable-next-line no-hardcoded-location
    location: 'global'
    tags: tags
    properties: {
      domainManagement: isManaged ? 'AzureManaged' : 'CustomerManaged'
      // It would put pictures and rewritten links into mails.
      userEngagementTracking: 'Disabled'
    }

    // A managed domain comes with DoNotReply, and takes no other.
    resource from 'senderUsernames' = if (!isManaged) {
      name: sender
      properties: { username: sender }
    }
  }
}

resource service 'Microsoft.Communication/communicationServices@2025-05-01' = {
  name: 'acs-${name}'
  #disable-next-line no-hardcoded-location
  location: 'global'
  tags: tags
  properties: {
    dataLocation: dataLocation
    // A domain of one's own can be linked only once its records are verified: scripts/mail-domain.sh does both.
    linkedDomains: isManaged ? [email::sending.id] : []
    disableLocalAuth: true
    publicNetworkAccess: 'Enabled'
  }
}

resource productSends 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: service
  name: guid(service.id, identityName, roles.communicationAndEmailServiceOwner)
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.communicationAndEmailServiceOwner)
    description: 'The product sends mail and asks what became of it. No narrower built-in role may send; a custom one would need the right to define roles.'
  }
}

resource topic 'Microsoft.EventGrid/systemTopics@2025-02-15' = {
  name: 'evgt-${name}'
  #disable-next-line no-hardcoded-location // As of what it tells of.
  location: 'global'
  tags: tags
  identity: { type: 'SystemAssigned' }
  properties: { source: service.id, topicType: 'Microsoft.Communication.CommunicationServices' }
}

resource serviceDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: service
  name: 'logs'
  properties: {
    workspaceId: workspaceResourceId
    // Not EmailUserEngagement, and nothing of a mail's content: delivery by message id.
    logs: [
      { category: 'EmailSendMailOperational', enabled: true }
      { category: 'EmailStatusUpdateOperational', enabled: true }
    ]
    metrics: [{ category: 'Traffic', enabled: true }]
  }
}

resource topicDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: topic
  name: 'logs'
  properties: {
    workspaceId: workspaceResourceId
    logs: [{ category: 'DeliveryFailures', enabled: true }]
    metrics: [{ category: 'AllMetrics', enabled: true }]
  }
}

@description('Address of the Communication Services resource.')
output endpoint string = 'https://${service.properties.hostName}'

@description('Sender of all mail.')
output from string = isManaged ? '${sender}@${email::sending.properties.mailFromSenderDomain}' : '${sender}@${domain}'

@description('Name of the system topic.')
output topicName string = topic.name
