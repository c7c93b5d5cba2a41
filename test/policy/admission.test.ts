import { playAll } from './play.ts';
import { plans, problems } from './rules/admission.ts';
import { submitters } from './rules/submitters.ts';

playAll('who is served, and how', [...plans, ...problems, ...submitters]);
