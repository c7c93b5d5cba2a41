import { expect, test } from 'vitest';

import { ratioOf, targetOf } from './target.ts';

const OTEL_EXPORTER_OTLP_ENDPOINT = 'http://localhost:4318';
const APPLICATIONINSIGHTS_CONNECTION_STRING = 'InstrumentationKey=k';

test.for([
  ['nothing is set', {}, undefined],
  ['what is set is empty', { OTEL_EXPORTER_OTLP_ENDPOINT: '' }, undefined],
  ['an endpoint', { OTEL_EXPORTER_OTLP_ENDPOINT }, { to: 'otlp' }],
  [
    'an endpoint beside',
    { OTEL_EXPORTER_OTLP_ENDPOINT, APPLICATIONINSIGHTS_CONNECTION_STRING },
    { to: 'otlp' },
  ],
  [
    'Application Insights',
    { APPLICATIONINSIGHTS_CONNECTION_STRING },
    { to: 'applicationInsights', connectionString: 'InstrumentationKey=k', byIdentity: false },
  ],
  [
    'Application Insights by identity',
    {
      APPLICATIONINSIGHTS_CONNECTION_STRING,
      APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'Authorization=AAD;ClientId=c',
    },
    { to: 'applicationInsights', connectionString: 'InstrumentationKey=k', byIdentity: true },
  ],
] as const)('%s', ([, settings, target]) => {
  expect(targetOf(settings)).toEqual(target);
});

test.for(['Velleity', 'Velleity:4318', 'grpc://Velleity'])(
  '%s is refused without being repeated',
  (address) => {
    expect(() => targetOf({ OTEL_EXPORTER_OTLP_ENDPOINT: address })).toThrow(
      /^OTEL_EXPORTER_OTLP_ENDPOINT is no address such as http:\/\/localhost:4318\.$/,
    );
  },
);

test.for([
  [undefined, 1],
  ['', 1],
  ['0', 0],
  ['0.25', 0.25],
  ['2', 1],
  ['many', 1],
] as const)('of %s, %d are recorded', ([text, ratio]) => {
  expect(ratioOf({ OTEL_TRACES_SAMPLER_ARG: text })).toBe(ratio);
});
