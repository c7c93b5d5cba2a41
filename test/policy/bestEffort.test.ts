import { playTheme } from './play.ts';
import { themes } from './rules/index.ts';

playTheme('bestEffort', themes['bestEffort']);
