import type { Case, MailKind } from '../../cases/index.ts';
import type { MailTold } from '../render/contents/content.ts';
import { render } from '../render/render.ts';
import { exampleCase, exampleMail, without } from './service.ts';

/** Blanks are blanks, whether lines may break there or not. */
export const read = (text: string): string => text.replaceAll('\u00a0', ' ');

/** The text of a mail that tells this. */
export function told(kind: MailKind, about: Partial<MailTold> = {}, of: Case = exampleCase): string {
  return read(render(of, exampleMail({ kind, about })).text);
}

/** The text of one that tells all but this. */
export function toldWithout(kind: MailKind, name: keyof MailTold, about: Partial<MailTold> = {}): string {
  return read(render(exampleCase, without(exampleMail({ kind, about }), name)).text);
}
