import type { Policy } from '../../../policy/index.ts';
import type { Case } from '../../model/case.ts';
import type { Coverage, Severity } from '../../model/vocabulary.ts';

/** The coverage a severity gets when this one is asked for, and the rules that overrule the wish (IR-A, IR-C, PRE-1). */
export function coverageFor(
  { service }: Pick<Case, 'service'>,
  severity: Severity,
  asked: Coverage,
  policy: Policy,
): { readonly coverage: Coverage; readonly overruledBy: readonly string[] } {
  const preview = service.releaseStage === 'publicPreview';
  const { coverage: given, rule } = policy.initialResponse[severity];
  if (!preview && given === 'choice') return { coverage: asked, overruledBy: [] };
  const coverage = preview || given === 'choice' ? policy.publicPreview.coverage : given;
  return { coverage, overruledBy: asked === coverage ? [] : [preview ? 'PRE-1' : rule] };
}

export function asCoverage(require24X7Response: boolean): Coverage {
  return require24X7Response ? '24x7' : 'businessHours';
}
