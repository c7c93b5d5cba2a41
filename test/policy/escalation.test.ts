import { playAll } from './play.ts';
import { escalation } from './rules/escalation.ts';

playAll('escalation management', escalation);
