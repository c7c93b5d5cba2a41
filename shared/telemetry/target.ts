type Settings = Readonly<Record<string, string | undefined>>;

/** Where telemetry goes. */
export type TelemetryTarget =
  | { readonly to: 'otlp' }
  | { readonly to: 'applicationInsights'; readonly connectionString: string; readonly byIdentity: boolean };

/** Undefined: nowhere. @throws Error that names the setting to mend, and not its value, which may hold a secret. */
export function targetOf(settings: Settings): TelemetryTarget | undefined {
  const endpoint = settings['OTEL_EXPORTER_OTLP_ENDPOINT'];
  if (endpoint) {
    if (/^https?:$/.test(URL.canParse(endpoint) ? new URL(endpoint).protocol : '')) return { to: 'otlp' };
    throw new Error('OTEL_EXPORTER_OTLP_ENDPOINT is no address such as http://localhost:4318.');
  }
  const connectionString = settings['APPLICATIONINSIGHTS_CONNECTION_STRING'];
  if (!connectionString) return undefined;
  const authentication = settings['APPLICATIONINSIGHTS_AUTHENTICATION_STRING'] ?? '';
  return {
    to: 'applicationInsights',
    connectionString,
    byIdentity: /\bAuthorization=AAD\b/.test(authentication),
  };
}

/** How many of all traces are recorded (0 to 1); all where nothing that can be read is said. */
export function ratioOf(settings: Settings): number {
  const ratio = Number(settings['OTEL_TRACES_SAMPLER_ARG'] || 1);
  return ratio >= 0 && ratio <= 1 ? ratio : 1;
}
