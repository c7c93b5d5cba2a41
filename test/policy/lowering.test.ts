import { playAll } from './play.ts';
import { lowering } from './rules/lowering.ts';

playAll('severity and coverage change', lowering);
