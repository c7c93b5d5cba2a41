metadata description = 'One page of what the product has done and how late it was.'

@description('Region.')
param location string

@description('Tags.')
param tags object

@description('Resource id of the Application Insights component.')
param insightsResourceId string

var parts = [
  {
    title: 'Thresholds and breaches: how long after they were due they were recorded'
    query: '''
traces
| where message matches regex @'^\d{4}-\d\d-\d\dT\S+ \S+ (\d+ % of clock|clock \S+ is breached)'
| extend lateness = (timestamp - todatetime(extract(@'^(\S+)', 1, message))) / 1s
| summarize p50 = percentile(lateness, 50), p99 = percentile(lateness, 99), longest = max(lateness) by bin(timestamp, 15m)
'''
    visualization: 'timechart'
  }
  {
    title: 'Cases accepted, clocks breached, mails sent, put off and failed'
    query: '''
traces
| extend what = extract(@'^\d{4}-\d\d-\d\dT\S+ \S+ (accepted|clock \S+ is breached|mail .* is sent|mail .* is put off|mail .* has failed)', 1, message)
| where isnotempty(what)
| extend what = case(what startswith 'clock', 'breached', what endswith 'sent', 'mail sent', what endswith 'put off', 'mail put off', what endswith 'failed', 'mail failed', what)
| summarize count() by what, bin(timestamp, 1h)
'''
    visualization: 'timechart'
  }
  {
    title: 'What the sweep found'
    query: '''
traces
| where message startswith 'sweep'
| extend swept = toint(extract(@'swept:\s*(\d+)', 1, message)), failed = toint(extract(@'failed:\s*(\d+)', 1, message)), backlog = toint(extract(@'count:\s*(\d+)', 1, message))
| summarize sum(swept), sum(failed), max(backlog) by bin(timestamp, 15m)
'''
    visualization: 'timechart'
  }
  {
    title: 'Requests'
    query: '''
requests
| summarize requests = count(), refused = countif(toint(resultCode) between (400 .. 499)), failed = countif(toint(resultCode) >= 500), p95 = percentile(duration, 95) by name
| order by requests desc
'''
    visualization: 'table'
  }
]

resource workbook 'Microsoft.Insights/workbooks@2023-06-01' = {
  name: guid(resourceGroup().id, 'caseclock')
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    displayName: 'Caseclock'
    category: 'workbook'
    sourceId: insightsResourceId
    serializedData: string({
      version: 'Notebook/1.0'
      items: map(range(0, length(parts)), index => {
        type: 3
        name: 'part ${index}'
        content: {
          version: 'KqlItem/1.0'
          title: parts[index].title
          query: parts[index].query
          visualization: parts[index].visualization
          size: 0
          timeContext: { durationMs: 86400000 }
          queryType: 0
          resourceType: 'microsoft.insights/components'
        }
      })
    })
  }
}

@description('Resource id of the workbook.')
output resourceId string = workbook.id
