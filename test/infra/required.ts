import type { Deployment, Resource } from '../../infra/tools/compiler.ts';
import { settingsRead } from '../support/settingsRead.ts';

export const all = ({ resources }: Deployment, type: string): readonly Resource[] =>
  resources.filter((each) => each.type === type);

export function only(of: Deployment, type: string): Resource {
  const [found, ...others] = all(of, type);
  if (!found || others.length > 0) throw new Error(`${others.length + (found ? 1 : 0)} resources of ${type}`);
  return found;
}

/** What stands at a path of a resource's properties. */
export const at = (resource: Resource, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>(
      (value, key) => (value as Readonly<Record<string, unknown>> | undefined)?.[key],
      resource.properties,
    );

/** Role, and the type of resource that it is given on, of the least that the product needs. */
export const roles = [
  { role: 'Storage Blob Data Owner', id: 'b7e6dc6d', on: 'Microsoft.Storage/storageAccounts' },
  { role: 'Storage Queue Data Contributor', id: '974c5e8b', on: 'Microsoft.Storage/storageAccounts' },
  { role: 'Storage Table Data Contributor', id: '0a9a7e1f', on: 'Microsoft.Storage/storageAccounts' },
  { role: 'Communication and Email Service Owner', id: '09976791', on: 'communicationServices' },
  { role: 'Key Vault Secrets User', id: '4633458b', on: 'Microsoft.KeyVault/vaults' },
  { role: 'Monitoring Metrics Publisher', id: '3913510d', on: 'Microsoft.Insights/components' },
];

export const isOf = (assignment: Resource, { id, on }: (typeof roles)[number]): boolean =>
  String(assignment.properties['roleDefinitionId']).includes(`/roleDefinitions/${id}-`) &&
  (assignment.id.split('/providers/Microsoft.Authorization/')[0] ?? '').includes(on);

export const alerts = [
  'lateness',
  'backlog',
  'sweepMissing',
  'failedOrchestrations',
  'mailFailures',
  'serverErrors',
  'throttling',
  'storageThrottling',
];

export const alertRules = (of: Deployment): readonly Resource[] => [
  ...all(of, 'Microsoft.Insights/scheduledQueryRules'),
  ...all(of, 'Microsoft.Insights/metricAlerts'),
];

/** For one machine or an emulator: they would take the place of an identity, or of the store. */
const never = ['SQLITE_PATH', 'COSMOS_KEY', 'ACS_CONNECTION_STRING', 'SINGLE_PROCESS'];
const wanted = [...settingsRead()].filter((name) => !never.includes(name));
export const settings = (): readonly string[] => wanted;
export const settingsType = 'Microsoft.Web/sites/config';

/** By name, the roles, alerts and settings that a deployment lacks. */
export function missingIn(of: Deployment): readonly string[] {
  const given = all(of, settingsType).flatMap(({ properties }) => Object.keys(properties));
  return [
    ...roles
      .filter((role) => !all(of, 'Microsoft.Authorization/roleAssignments').some((each) => isOf(each, role)))
      .map(({ role }) => role),
    ...alerts.filter((name) => !alertRules(of).some((each) => each.name.startsWith(`${name}-`))),
    ...settings().filter((name) => !given.includes(name)),
  ];
}
