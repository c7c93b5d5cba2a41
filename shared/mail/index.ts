/**
 * Mail: what is said in which language, and how it is sent exactly once.
 *
 * A sender appends `mail.claimed` with the data of `claim`, calls `deliver` with the mail as that event leaves
 * it, and appends the outcome.
 *
 * @module
 */
export {
  claim,
  isClaimable,
  nextMailWake,
  postableFrom,
  waitingMail,
  type Claim,
  type MailTimes,
} from './delivery/claim.ts';
export { deliver, type Delivered, type Delivery, type DeliveryOutcome } from './delivery/deliver.ts';
export {
  MailRejected,
  MailThrottled,
  MailTooOld,
  MailUnavailable,
  MailUncertain,
} from './delivery/errors.ts';
export { MailGate, type GateState, type Pass, type Turn } from './delivery/gate.ts';
export type { Limit } from './delivery/pace.ts';
export type { Asker } from './delivery/queue.ts';
export { byUrgency, urgencyOf } from './delivery/urgency.ts';
export { operationIdOf, readOperationId } from './delivery/operationId.ts';
export { eventGridSchema, reportIn, validationCode, type DeliveryReport } from './reports/eventGrid.ts';
export { withoutQuoted } from './replies/quoted.ts';
export { cluesOf, isAuthentic, isAutomatic, replySchema, type Reply } from './replies/reply.ts';
export { isSigned } from './replies/signature.ts';
export { lifetime, linksAt, mailLinks, questionOf, type MailLinks } from './links/links.ts';
export type { MailLink } from './links/token.ts';
export { formatInstant, fill, formatDuration } from './render/format.ts';
export { languageFor, matchLanguage } from './render/language.ts';
export { languages, messagesIn } from './render/messages/index.ts';
export { fullName } from './render/names.ts';
export { manyLines, oneLine, plain } from './render/text.ts';
export { mailActions } from './render/messages/schema.ts';
export { pageFile } from './page/files.ts';
export type { LinkFault } from './render/messages/page.ts';
export { clipped, parameters, retryAt } from './delivery/parameters.ts';
export { withTexts, type MailTold, type ToldMail } from './render/contents/index.ts';
export { mailLook, plainLook, type MailLook } from './render/look.ts';
export type { MailAction } from './render/messages/schema.ts';
export { render, type RenderedMail, type RenderOptions } from './render/render.ts';
export type { MailOperation, MailService, OutgoingMail, SendIds } from './delivery/port.ts';
export {
  copiesOf,
  mailAddresses,
  openMailService,
  recipientOf,
  type MailAddresses,
} from './delivery/settings.ts';
export { samplesIn, type Sample } from './samples/samples.ts';
export { rulePage } from './page/rule.ts';
export { channels, type Channels, type ChannelState } from './channels/channels.ts';
