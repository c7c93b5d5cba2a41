import { spawnSync } from 'node:child_process';
import { chmodSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';

const infra = join(import.meta.dirname, '..');
const tools = import.meta.dirname;

/** The compiler cannot be had, or refuses what it was given; the message says which and why. */
export class CompilerFailure extends Error {}

const found = (): string | undefined =>
  globSync('packages/azure.bicep.commandline.*/*/tools/bicep{,.exe}', { cwd: tools })[0];

/** Whether the compiler is there, or may be fetched by a .NET SDK. */
export const compilerCanBeHad = (): boolean =>
  found() !== undefined || spawnSync('dotnet', ['--version']).status === 0;

/** The Bicep compiler, fetched from NuGet by the .NET SDK where it is not there yet. */
function compiler(): string {
  if (found() === undefined) {
    const { status, error, stdout } = spawnSync(
      'dotnet',
      ['restore', 'tools.csproj', '--verbosity', 'quiet'],
      {
        cwd: tools,
        encoding: 'utf8',
      },
    );
    if (error)
      throw new CompilerFailure('The Bicep compiler comes from NuGet: install the .NET SDK (8 or later).');
    if (status !== 0)
      throw new CompilerFailure(`The Bicep compiler could not be fetched from NuGet: ${stdout}`);
  }
  const path = found();
  if (path === undefined) throw new CompilerFailure('NuGet gave no Bicep compiler for this machine.');
  const file = join(tools, path);
  // Packages of NuGet carry no right to execute.
  if (process.platform !== 'win32') chmodSync(file, 0o755);
  return file;
}

/**
 * Runs the compiler; answers what it prints.
 * @throws CompilerFailure for an error and for a warning alike.
 */
export function bicep(...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(compiler(), args, {
    encoding: 'utf8',
    maxBuffer: 100_000_000,
    env: { ...process.env, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: '1' },
  });
  if (status !== 0 || /: (Warning|Error) /.test(stderr)) throw new CompilerFailure(stderr);
  return stdout;
}

/** Every template and file of parameters, from the folder `infra`. */
export const templates = (): string[] => [...globSync('{,modules/}*.bicep', { cwd: infra })].sort();
export const parameterFiles = (): string[] => [...globSync('*.bicepparam', { cwd: infra })].sort();

/** A resource as it would be deployed; what only Azure knows stands as an expression in brackets. */
export interface Resource {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly [field: string]: unknown;
}

export interface Deployment {
  readonly resources: readonly Resource[];
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** What `main.bicep` would deploy with these parameters. Nothing is deployed, nobody is asked. */
export function deployment(parameters: Readonly<Record<string, unknown>>): Deployment {
  const folder = mkdtempSync(join(tmpdir(), 'caseclock-infra-'));
  try {
    const file = join(folder, 'main.bicepparam');
    const lines = Object.entries(parameters).map(([name, value]) => `param ${name} = ${literal(value)}`);
    writeFileSync(file, [`using '${relative(folder, join(infra, 'main.bicep'))}'`, ...lines].join('\n'));
    const where = {
      'subscription-id': '11111111-1111-1111-1111-111111111111',
      'tenant-id': '22222222-2222-2222-2222-222222222222',
      'resource-group': 'caseclock',
      location: 'westeurope',
    };
    const options = Object.entries(where).flatMap(([name, value]) => [`--${name}`, value]);
    bicep('snapshot', file, '--mode', 'overwrite', '--config', join(infra, 'bicepconfig.json'), ...options);
    const { predictedResources, outputs = {} } = JSON.parse(
      readFileSync(join(folder, 'main.snapshot.json'), 'utf8'),
    ) as { predictedResources: Resource[]; outputs?: Record<string, unknown> };
    return { resources: predictedResources, outputs };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A value as Bicep writes it. */
function literal(value: unknown): string {
  if (typeof value === 'string') return `'${value.replace(/[\\']/g, '\\$&')}'`;
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{ ${Object.entries(value)
    .map(([key, each]) => `${key}: ${literal(each)}`)
    .join(', ')} }`;
}
