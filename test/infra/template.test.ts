import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';

import { type Deployment, deployment, type Resource } from '../../infra/tools/compiler.ts';
import { anchorOf } from '../../shared/api/operations/runbook.ts';
import containers from '../../shared/store/cosmos/containers.json' with { type: 'json' };
import { root } from '../support/build.ts';
import {
  alertRules,
  alerts,
  all,
  at,
  isOf,
  missingIn,
  only,
  roles,
  settings,
  settingsType,
} from './required.ts';

const base = {
  environmentName: 'test',
  location: 'westeurope',
  apiClientId: '33333333-3333-3333-3333-333333333333',
  operationsMailTo: ['a@operations.example', 'b@operations.example'],
};
let small: Deployment;
let large: Deployment;
beforeAll(() => {
  small = deployment(base);
  large = deployment({
    ...base,
    nodeVersion: '22',
    durableBackend: 'DurableTaskScheduler',
    cosmosCapacity: 'autoscale',
    mailDomain: 'support.contoso.example',
    zoneRedundant: true,
    alwaysReady: 1,
    settings: { SWEEP_PARALLEL: '16' },
    secretSettings: ['CHANNEL_DUTY'],
  });
});

describe('roles', () => {
  const scheduler = { role: 'Durable Task Data Contributor', id: '0ad04412', on: '/taskHubs/' };
  const found = (of: Deployment) => all(of, 'Microsoft.Authorization/roleAssignments');

  test.for(roles)('$role is assigned, on one resource', (role) => {
    expect(found(small).filter((each) => isOf(each, role))).toHaveLength(1);
  });

  test('Durable Task Data Contributor is assigned on the task hub where there is a scheduler, else not', () => {
    expect(found(large).filter((each) => isOf(each, scheduler))).toHaveLength(1);
    expect(found(small).filter((each) => isOf(each, scheduler))).toHaveLength(0);
  });

  test('are no others, none on the whole group, and each says why', () => {
    expect(found(small)).toHaveLength(roles.length);
    expect(found(large)).toHaveLength(roles.length + 1);
    for (const each of [...found(small), ...found(large)]) {
      expect(at(each, 'principalType')).toBe('ServicePrincipal');
      expect(String(at(each, 'description')).length).toBeGreaterThan(40);
      expect(each.id.split('/providers/').length).toBeGreaterThan(2);
    }
  });

  test('of Cosmos DB: documents of one database, and nothing that makes or drops containers', () => {
    const role = only(small, 'Microsoft.DocumentDB/databaseAccounts/sqlRoleDefinitions');
    const items = 'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers/items';
    expect((at(role, 'permissions') as { dataActions: string[] }[])[0]?.dataActions.sort()).toEqual([
      'Microsoft.DocumentDB/databaseAccounts/readMetadata',
      'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers/executeQuery',
      ...['create', 'delete', 'read', 'replace'].map((action) => `${items}/${action}`),
    ]);
    const assignment = only(small, 'Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments');
    expect(String(at(assignment, 'scope'))).toMatch(/\/dbs\/caseclock$/);
  });
});

describe('access', () => {
  test.for([
    ['Microsoft.Storage/storageAccounts', 'allowSharedKeyAccess', false],
    ['Microsoft.Storage/storageAccounts', 'allowBlobPublicAccess', false],
    ['Microsoft.Storage/storageAccounts', 'supportsHttpsTrafficOnly', true],
    ['Microsoft.Storage/storageAccounts', 'minimumTlsVersion', 'TLS1_2'],
    ['Microsoft.DocumentDB/databaseAccounts', 'disableLocalAuth', true],
    ['Microsoft.DocumentDB/databaseAccounts', 'disableKeyBasedMetadataWriteAccess', true],
    ['Microsoft.DocumentDB/databaseAccounts', 'minimalTlsVersion', 'Tls12'],
    ['Microsoft.Communication/communicationServices', 'disableLocalAuth', true],
    ['Microsoft.Insights/components', 'DisableLocalAuth', true],
    ['Microsoft.OperationalInsights/workspaces', 'features.disableLocalAuth', true],
    ['Microsoft.KeyVault/vaults', 'enableRbacAuthorization', true],
    ['Microsoft.KeyVault/vaults', 'enablePurgeProtection', true],
    ['Microsoft.Web/sites', 'httpsOnly', true],
    ['Microsoft.Web/sites', 'siteConfig.minTlsVersion', '1.2'],
    ['Microsoft.Web/sites', 'siteConfig.scmMinTlsVersion', '1.2'],
    ['Microsoft.Web/sites', 'siteConfig.ftpsState', 'Disabled'],
  ] as const)('%s: %s is %s', ([type, path, value]) => {
    for (const of of [small, large]) expect(at(only(of, type), path)).toBe(value);
  });

  test('of the function app: an identity, and no password for publishing', () => {
    expect(only(small, 'Microsoft.Web/sites')['identity']).toMatchObject({ type: 'UserAssigned' });
    const policies = all(small, 'Microsoft.Web/sites/basicPublishingCredentialsPolicies');
    expect(policies.map((each) => [each.name.split('/')[1], at(each, 'allow')]).sort()).toEqual([
      ['ftp', false],
      ['scm', false],
    ]);
    expect(
      at(only(small, 'Microsoft.Web/sites'), 'functionAppConfig.deployment.storage.authentication.type'),
    ).toBe('UserAssignedIdentity');
  });

  test('no key is ever listed, and no output or setting holds a secret', () => {
    for (const { resources, outputs } of [small, large]) {
      expect(JSON.stringify(resources)).not.toMatch(
        /listKeys|listSecrets|listAccountSas|AccountKey=|accesskey=/i,
      );
      expect(Object.keys(outputs).sort()).toEqual([
        'API_ORIGIN',
        'FUNCTION_APP_NAME',
        'KEY_VAULT_NAME',
        'REPORTS_TOPIC_NAME',
      ]);
    }
  });
});

describe('diagnostics', () => {
  test.for([
    'Microsoft.Storage/storageAccounts/st[^/]+/blobServices',
    'Microsoft.Storage/storageAccounts/st[^/]+/queueServices',
    'Microsoft.Storage/storageAccounts/st[^/]+/tableServices',
    'Microsoft.DocumentDB/databaseAccounts',
    'Microsoft.Communication/communicationServices',
    'Microsoft.EventGrid/systemTopics',
    'Microsoft.KeyVault/vaults',
    'Microsoft.Web/sites',
    'Microsoft.DurableTask/schedulers',
  ])('of %s go to the workspace', (type) => {
    const settings = all(large, 'Microsoft.Insights/diagnosticSettings');
    const pattern = new RegExp(`/${type}/[^/]+/providers/Microsoft.Insights/`);
    const found = settings.filter(({ id }) => pattern.test(id));
    expect(found).toHaveLength(1);
    expect(String(found[0]?.properties['workspaceId'])).toContain('monitoring');
  });
});

describe('alerts', () => {
  test.for(alerts)('%s tells operations', (name) => {
    const rule = alertRules(small).filter((each) => each.name.startsWith(`${name}-`));
    expect(rule).toHaveLength(1);
    expect(JSON.stringify(rule[0]?.properties['actions'])).toContain('/actionGroups/ag-');
    expect(rule[0]?.properties['enabled']).toBe(true);
  });

  test('lead to their section of the runbook, where the deployment serves it', () => {
    for (const type of ['scheduledQueryRules', 'metricAlerts'])
      for (const rule of all(small, `Microsoft.Insights/${type}`)) {
        const name = rule.name.split('-')[0] ?? '';
        // Where the app answers is known once it is deployed: what stands here is an expression.
        const description = String(at(rule, 'description'));
        expect(description).toContain('/ops/runbook');
        expect(description).toMatch(new RegExp(`'${anchorOf(name)}'\\)\\]$|#${anchorOf(name)}'`));
      }
  });

  test('go to every address of operations', () => {
    const receivers = at(only(small, 'Microsoft.Insights/actionGroups'), 'emailReceivers');
    expect((receivers as { emailAddress: string }[]).map(({ emailAddress }) => emailAddress)).toEqual(
      base.operationsMailTo,
    );
  });
});

describe('settings', () => {
  const hosts =
    /^(AzureWebJobs|APPLICATIONINSIGHTS_|AzureFunctionsJobHost__|AZURE_CLIENT_ID$|TASK_HUB$|TASK_SCHEDULER$)/;
  const settingsOf = (of: Deployment) => only(of, settingsType).properties;
  const names = (of: Deployment) => Object.keys(settingsOf(of)).filter((name) => !hosts.test(name));

  test('are those that the code reads: each of them, and no other', () => {
    const wanted = settings().filter((name) => !hosts.test(name));
    expect(wanted.length).toBeGreaterThan(20);
    expect(names(small).sort()).toEqual(wanted.sort());
  });

  test('may be given, and be secrets of the vault', () => {
    expect(settingsOf(large)['SWEEP_PARALLEL']).toBe('16');
    expect(String(settingsOf(large)['CHANNEL_DUTY'])).toMatch(
      /^\[format\('@Microsoft\.KeyVault\(SecretUri=\{0\}secrets\/\{1\}\/\)'.*'CHANNEL-DUTY'/,
    );
  });

  test('choose the backend of Durable Functions; without them host.json does', () => {
    const prefix = 'AzureFunctionsJobHost__extensions__durableTask__storageProvider__';
    expect(settingsOf(large)[`${prefix}type`]).toBe('azureManaged');
    const connection = String(settingsOf(large)[`${prefix}connectionStringName`]);
    expect(String(settingsOf(large)[connection])).toContain('Authentication=ManagedIdentity');
    expect(Object.keys(settingsOf(small)).filter((name) => name.startsWith(prefix))).toEqual([]);
    const host = JSON.parse(readFileSync(join(root, 'host.json'), 'utf8')) as {
      extensions: { durableTask: { storageProvider: { type: string } } };
      extensionBundle: { version: string };
    };
    expect(host.extensions.durableTask.storageProvider.type).toBe('AzureStorage');
    expect(host.extensionBundle.version).toBe('[4.32.0, 5.0.0)');
    expect(only(large, 'Microsoft.DurableTask/schedulers/taskHubs').name.split('/')[1]).toBe(
      settingsOf(large)['TASK_HUB'],
    );
  });

  test('take delivery reports from Microsoft.EventGrid alone', () => {
    // Its id in every tenant: learn.microsoft.com/azure/event-grid/secure-webhook-delivery.
    expect(settingsOf(small)['MAIL_REPORTS_APP_ID']).toBe('4962773b-9cdb-44cf-a8bf-237846a00ab7');
  });

  test('reach storage by identity', () => {
    expect(settingsOf(small)['AzureWebJobsStorage__credential']).toBe('managedidentity');
    expect(settingsOf(small)).not.toHaveProperty('AzureWebJobsStorage');
  });
});

describe('Cosmos DB', () => {
  const type = 'Microsoft.DocumentDB/databaseAccounts';

  test('has the containers, keys and indexes that the store is tested with', () => {
    const made = all(small, `${type}/sqlDatabases/containers`).map(
      ({ properties }) => properties['resource'],
    );
    expect(made).toEqual(
      Object.entries(containers)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([id, { partitionKey, indexingPolicy }]) => ({
          id,
          partitionKey: { kind: 'Hash', version: 2, paths: [partitionKey] },
          indexingPolicy,
        })),
    );
  });

  test('is serverless, or scales by itself up to what is given', () => {
    expect(at(only(small, type), 'capabilities')).toEqual([{ name: 'EnableServerless' }]);
    expect(at(only(small, `${type}/sqlDatabases`), 'options')).toEqual({});
    expect(at(only(large, type), 'capabilities')).toEqual([]);
    expect(at(only(large, `${type}/sqlDatabases`), 'options')).toEqual({
      autoscaleSettings: { maxThroughput: 4000 },
    });
  });
});

describe('parameters', () => {
  test('choose the version of Node', () => {
    const version = 'functionAppConfig.runtime';
    expect(at(only(small, 'Microsoft.Web/sites'), version)).toEqual({ name: 'node', version: '24' });
    expect(at(only(large, 'Microsoft.Web/sites'), version)).toEqual({ name: 'node', version: '22' });
  });

  test('spread everything over zones', () => {
    for (const [of, yes] of [
      [small, false],
      [large, true],
    ] as const) {
      expect(at(only(of, 'Microsoft.Web/serverfarms'), 'zoneRedundant')).toBe(yes);
      expect(only(of, 'Microsoft.Storage/storageAccounts')['sku']).toEqual({
        name: yes ? 'Standard_ZRS' : 'Standard_LRS',
      });
      const locations = at(only(of, 'Microsoft.DocumentDB/databaseAccounts'), 'locations');
      expect(locations).toMatchObject([{ isZoneRedundant: yes }]);
    }
  });

  test('give mail a domain that Azure manages, or an own one with its sender', () => {
    const type = 'Microsoft.Communication/emailServices/domains';
    expect(at(only(small, type), 'domainManagement')).toBe('AzureManaged');
    expect(all(small, `${type}/senderUsernames`)).toEqual([]);
    expect(at(only(large, type), 'domainManagement')).toBe('CustomerManaged');
    expect(at(only(large, `${type}/senderUsernames`), 'username')).toBe('support');
  });
});

describe('what is taken from the template is missed by its name', () => {
  const without = (of: Deployment, gone: Resource): Deployment => ({
    ...of,
    resources: of.resources.filter((each) => each !== gone),
  });

  test('where nothing is, nothing is', () => {
    expect([missingIn(small), missingIn(large)]).toEqual([[], []]);
  });

  test.for(roles)('the role $role', (role) => {
    const [gone] = all(small, 'Microsoft.Authorization/roleAssignments').filter((each) => isOf(each, role));
    expect(gone && missingIn(without(small, gone))).toEqual([role.role]);
  });

  test.for(alerts)('the alert %s', (name) => {
    const [gone] = alertRules(small).filter((each) => each.name.startsWith(`${name}-`));
    expect(gone && missingIn(without(small, gone))).toEqual([name]);
  });

  test('each setting', () => {
    const config = only(small, settingsType);
    for (const name of settings()) {
      const { [name]: _gone, ...properties } = config.properties;
      const changed = small.resources.map((each) => (each === config ? { ...config, properties } : each));
      expect(missingIn({ ...small, resources: changed })).toEqual([name]);
    }
  });
});
