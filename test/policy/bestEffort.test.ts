import { playAll } from './play.ts';
import { bestEffort } from './rules/bestEffort.ts';

playAll('four hours of best effort', bestEffort);
