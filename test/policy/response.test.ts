import { playTheme } from './play.ts';
import { themes } from './rules/index.ts';

playTheme('response', themes['response']);
