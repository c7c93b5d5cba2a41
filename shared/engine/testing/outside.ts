import type { MailService } from '../../mail/index.ts';
import type { CaseStore } from '../../store/types.ts';
import type { Ports } from '../ports.ts';
import type { Host } from './host.ts';

/** What all hosts share. */
export interface Outside {
  /** The store as this host reaches it. */
  storeFor(host: Host): CaseStore;
  mailFor(host: Host): MailService;
  /** One process at a time owns the data: claims of another are dead. */
  readonly isAlone: boolean;
  readonly settings: Pick<Ports, 'mailAddresses' | 'alarmEarlyMs' | 'sweep'>;
}
