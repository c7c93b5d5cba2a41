import { playAll } from './play.ts';
import { languages } from './rules/languages.ts';
import { response } from './rules/response.ts';

playAll('the first response, and the language of work', [...response, ...languages]);
