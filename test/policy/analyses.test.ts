import { playAll } from './play.ts';
import { analyses } from './rules/analyses.ts';

playAll('analyses and scripts', analyses);
