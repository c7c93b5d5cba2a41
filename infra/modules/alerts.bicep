metadata description = 'Alerts on the promises that the product itself gives. docs/runbook.md says what to do on each.'

@description('Part of the names.')
param name string

@description('Region.')
param location string

@description('Tags.')
param tags object

@description('Who is told.')
param mailTo string[]

@description('Where the runbook is served; each alert has its section there.')
param runbook string

@description('Resource id of the Application Insights component.')
param insightsResourceId string

@description('Resource id of the Cosmos DB account.')
param cosmosResourceId string

@description('Resource id of the storage account.')
param storageResourceId string

// Each query gives a row for each thing that is wrong; one row is enough. Severity: 1 is a promise in danger.
var queries = [
  {
    name: 'lateness'
    description: 'A threshold or breach was recorded more than three minutes after it was due: later than alarm and sweep together may be.'
    severity: 1
    query: '''
traces
| where message matches regex @'^\d{4}-\d\d-\d\dT\S+ \S+ (\d+ % of clock|clock \S+ is breached)'
| extend due = todatetime(extract(@'^(\S+)', 1, message))
| where timestamp - due > 3m
'''
  }
  {
    name: 'backlog'
    description: 'The sweep ended its run with cases still overdue.'
    severity: 1
    query: '''
traces
| where message startswith 'sweep'
| extend left = toint(extract(@'backlog:\s*\{\s*count:\s*(\d+)', 1, message))
| where left > 0
| summarize runs = count() by bin(timestamp, 5m)
| where runs >= 3
'''
  }
  {
    name: 'sweepMissing'
    description: 'The sweep has not run for five minutes: only alarms tell the time.'
    severity: 1
    query: '''
requests
| where name == 'sweep' and success == true
| summarize runs = count()
| where runs == 0
'''
  }
  {
    name: 'failedOrchestrations'
    description: 'An alarm has failed. The sweep replaces it; what made it fail stays.'
    severity: 2
    query: '''
traces
| where tostring(customDimensions.prop__functionName) == 'caseAlarm'
| where tostring(customDimensions.prop__state) == 'Failed' and tostring(customDimensions.prop__isReplay) != 'True'
'''
  }
  {
    name: 'mailFailures'
    description: 'A mail has failed for good: somebody was not told.'
    severity: 2
    query: '''
traces
| where message matches regex @'^\d{4}-\d\d-\d\dT\S+ \S+ mail .* has failed for good'
'''
  }
  {
    name: 'serverErrors'
    description: 'Callers were answered with a fault of ours.'
    severity: 2
    query: '''
requests
| where toint(resultCode) >= 500
| summarize failed = count() by bin(timestamp, 5m)
| where failed >= 5
'''
  }
]

resource operations 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: 'ag-${name}'
  #disable-next-line no-hardcoded-location // As of every action group.
  location: 'global'
  tags: tags
  properties: {
    groupShortName: 'caseclock'
    enabled: true
    emailReceivers: [
      for (address, index) in mailTo: { name: 'operations ${index}', emailAddress: address, useCommonAlertSchema: true }
    ]
  }
}

resource logAlerts 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for each in queries: {
    name: '${each.name}-${name}'
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: 'Caseclock: ${each.name}'
      description: '${each.description} ${runbook}#${toLower(each.name)}'
      severity: each.severity
      enabled: true
      scopes: [insightsResourceId]
      evaluationFrequency: 'PT5M'
      windowSize: 'PT15M'
      criteria: {
        allOf: [
          {
            query: each.query
            timeAggregation: 'Count'
            operator: 'GreaterThan'
            threshold: 0
            failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
          }
        ]
      }
      autoMitigate: true
      actions: { actionGroups: [operations.id] }
    }
  }
]

resource throttling 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: 'throttling-${name}'
  #disable-next-line no-hardcoded-location // As of every alert on metrics.
  location: 'global'
  tags: tags
  properties: {
    description: 'Cosmos DB refuses requests for their rate: raise the throughput, or leave serverless. ${runbook}#throttling'
    severity: 2
    enabled: true
    scopes: [cosmosResourceId]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT5M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          name: 'refused'
          criterionType: 'StaticThresholdCriterion'
          metricName: 'TotalRequests'
          dimensions: [{ name: 'StatusCode', operator: 'Include', values: ['429'] }]
          timeAggregation: 'Count'
          operator: 'GreaterThan'
          threshold: 10
        }
      ]
    }
    actions: [{ actionGroupId: operations.id }]
  }
}

resource storageThrottling 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: 'storageThrottling-${name}'
  #disable-next-line no-hardcoded-location
  location: 'global'
  tags: tags
  properties: {
    description: 'Storage slows the task hub down: alarms come late. Time to move to the Durable Task Scheduler. ${runbook}#storagethrottling'
    severity: 2
    enabled: true
    scopes: [storageResourceId]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT5M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          name: 'refused'
          criterionType: 'StaticThresholdCriterion'
          metricName: 'Transactions'
          dimensions: [
            {
              name: 'ResponseType'
              operator: 'Include'
              values: ['ClientThrottlingError', 'ClientAccountRequestThrottlingError', 'ServerBusyError']
            }
          ]
          timeAggregation: 'Total'
          operator: 'GreaterThan'
          threshold: 10
        }
      ]
    }
    actions: [{ actionGroupId: operations.id }]
  }
}
