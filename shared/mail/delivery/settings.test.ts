import { describe, expect, it } from 'vitest';
import { mailAddresses, openMailService, recipientOf } from './settings.ts';
import { exampleCase, exampleMail } from '../testing/service.ts';

describe('settings', () => {
  it.each([
    { name: 'none', settings: {}, message: /set ACS_ENDPOINT .* or ACS_CONNECTION_STRING/ },
    {
      name: 'no connection string',
      settings: { ACS_CONNECTION_STRING: 'x' },
      message: /must read endpoint=/,
    },
    { name: 'plain http', settings: { ACS_ENDPOINT: 'http://mail.example' }, message: /https/ },
    {
      name: 'a name that only looks local',
      settings: { ACS_ENDPOINT: 'http://127.0.0.1.example' },
      message: /https/,
    },
    { name: 'no address', settings: { ACS_ENDPOINT: 'mail' }, message: /https/ },
    {
      name: 'plain http in a connection string',
      settings: { ACS_CONNECTION_STRING: 'endpoint=http://mail.example/;accesskey=c2VjcmV0' },
      message: /^(?!.*c2VjcmV0).*https/,
    },
  ])('$name: refused with what to do', ({ settings, message }) => {
    expect(() => openMailService(settings)).toThrow(message);
  });

  it.each([
    { ACS_ENDPOINT: 'https://mail.communication.azure.com' },
    { ACS_CONNECTION_STRING: 'endpoint=https://mail.communication.azure.com/;accesskey=c2VjcmV0' },
    { ACS_CONNECTION_STRING: 'endpoint=http://127.0.0.1:7071/local/acs/;accesskey=c2VjcmV0' },
    { ACS_CONNECTION_STRING: 'endpoint=http://localhost:7071/;accesskey=c2VjcmV0' },
  ])('%o is accepted', (settings) => {
    expect(openMailService(settings)).toHaveProperty('send');
  });

  it.each([
    { settings: { OPERATIONS_MAIL_TO: 'o@x.example' }, message: /MAIL_FROM is not set: set it to/ },
    {
      settings: { MAIL_FROM: 's@x.example', OPERATIONS_MAIL_TO: ' ' },
      message: /OPERATIONS_MAIL_TO is not set/,
    },
    {
      settings: { MAIL_FROM: 'Support <s@x.example>', OPERATIONS_MAIL_TO: 'o@x.example' },
      message: /MAIL_FROM must hold one/,
    },
    {
      settings: { MAIL_FROM: 's@x.example', OPERATIONS_MAIL_TO: 'o@x.example; p@x.example' },
      message: /OPERATIONS_MAIL_TO must hold .* with commas/,
    },
    {
      settings: { MAIL_FROM: 's@x.example', OPERATIONS_MAIL_TO: ' , ' },
      message: /OPERATIONS_MAIL_TO must hold/,
    },
  ])('$message', ({ settings, message }) => {
    expect(() => mailAddresses(settings)).toThrow(message);
  });

  describe('mail goes to the audience it is for', () => {
    const settings = { MAIL_FROM: 's@x.example', OPERATIONS_MAIL_TO: 'o@x.example, p@x.example,o@x.example' };
    const addresses = mailAddresses(settings);
    const levels = ['duty@x.example', 'lead@x.example', 'duty@x.example'];

    it.each<{ name: string; mail: Parameters<typeof exampleMail>[0]; to: string[] }>([
      { name: 'the customer: the contact', mail: {}, to: ['aiko@contoso.example'] },
      { name: 'the customer, whatever the levels', mail: { to: levels }, to: ['aiko@contoso.example'] },
      {
        name: 'operations: each of the settings',
        mail: { kind: 'responseWarning' },
        to: ['o@x.example', 'p@x.example'],
      },
      {
        name: 'operations: the levels of the policy instead',
        mail: { kind: 'escalated', to: levels },
        to: ['duty@x.example', 'lead@x.example'],
      },
      {
        name: 'operations: no level has an address',
        mail: { kind: 'escalated', to: [] },
        to: ['o@x.example', 'p@x.example'],
      },
    ])('$name', ({ mail, to }) => {
      expect(recipientOf(exampleCase, exampleMail(mail), addresses)).toEqual(to);
    });
  });
});
