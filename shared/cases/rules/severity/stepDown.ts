import type { Case } from '../../model/case.ts';
import type { SeverityChange } from '../../model/events.ts';

/** One step down; undefined at C, below which nothing is ever lowered. A lowered to B keeps its coverage. */
export function stepDown({ severity, coverage }: Case): SeverityChange | undefined {
  switch (severity) {
    case 'A':
      return { from: 'A', to: 'B', coverage };
    case 'B':
      return { from: 'B', to: 'C', coverage: 'businessHours' };
    case 'C':
      return undefined;
  }
}
