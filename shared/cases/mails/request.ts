import type { Instant } from '../../calendar/index.ts';
import type { Policy } from '../../policy/index.ts';
import { decidedDays } from '../../policy/calendars/index.ts';
import type { Case, CaseMail, MailAbout, UncertainDue } from '../model/case.ts';
import type { EventData } from '../model/events.ts';
