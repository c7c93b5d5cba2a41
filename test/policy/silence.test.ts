import { playAll } from './play.ts';
import { silence } from './rules/silence.ts';

playAll('the customer keeps silent', silence);
