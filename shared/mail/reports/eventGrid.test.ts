import { expect, test } from 'vitest';

import { eventGridSchema, reportIn, validationCode } from './eventGrid.ts';

const report = (data: object) => ({
  id: 'e-1',
  eventType: 'Microsoft.Communication.EmailDeliveryReportReceived',
  data: { sender: 'support@operator.example', recipient: 'aiko@contoso.example', messageId: 'ABC', ...data },
});

test('a report is read, and what it says is clipped', () => {
  const deliveryStatusDetails = { statusMessage: `550 5.1.1\r\n${'x'.repeat(5000)}` };
  const read = reportIn(report({ status: 'Bounced', deliveryStatusDetails, internetMessageId: '<a@b>' }));
  expect(read).toMatchObject({ operationId: 'abc', recipient: 'aiko@contoso.example', status: 'bounced', internetMessageId: '<a@b>' });
  expect(read?.reason).toHaveLength(500);
  expect(read?.reason).not.toMatch(/[\r\n]/);
});

test.each([
  ['an unknown status', { status: 'Lost' }],
  ['no recipient', { status: 'Delivered', recipient: '' }],
  ['no message', { status: 'Delivered', messageId: null }],
])('%s is passed over', (_name, data) => {
  expect(reportIn(report(data))).toBeUndefined();
});

test('a message id that would make two headers is not kept', () => {
  expect(reportIn(report({ status: 'Delivered', internetMessageId: '<a@b>\r\nBcc: c' }))).not.toHaveProperty('internetMessageId');
});

test('the validation of a subscription is told from events', () => {
  const asked = { id: '1', eventType: 'Microsoft.EventGrid.SubscriptionValidationEvent', data: { validationCode: 'c0de' } };
  expect(validationCode(eventGridSchema.parse([asked]))).toBe('c0de');
  expect(validationCode([report({ status: 'Delivered' })])).toBeUndefined();
});
