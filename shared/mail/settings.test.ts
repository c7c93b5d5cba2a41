import { describe, expect, it } from 'vitest';
import { mailAddresses, openMailService, recipientOf } from './settings.ts';
import { exampleCase, exampleMail } from './testing.ts';

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
  ])('$message', ({ settings, message }) => {
    expect(() => mailAddresses(settings)).toThrow(message);
  });

  it('mail goes to the audience it is for', () => {
    const addresses = mailAddresses({ MAIL_FROM: 's@x.example', OPERATIONS_MAIL_TO: 'o@x.example' });
    expect(recipientOf(exampleCase, exampleMail(), addresses)).toBe('aiko@contoso.example');
    expect(recipientOf(exampleCase, exampleMail({ audience: 'operations' }), addresses)).toBe('o@x.example');
  });
});
