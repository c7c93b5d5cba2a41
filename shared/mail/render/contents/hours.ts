import { namesThatHold, type Told } from './content.ts';

/**
 * When the case is worked on and in which language: around the clock in English outside of business hours (LANG-1,
 * LANG-4), or in business hours only (COM-B2, COM-C). Previews are served in English (PRE-1).
 */
export function workedOn({ of, about, language }: Told, asks: 'available' | 'anyHour') {
  const around = about.coverage === '24x7';
  const local = language !== 'en';
  const preview = of.service.releaseStage === 'publicPreview';
  return namesThatHold(
    around ? asks : 'inHours',
    local && preview && 'previewInEnglish',
    local && !preview && around && 'inEnglish',
  );
}

/** Who cannot keep up with work around the clock may choose business hours, but for severity A (IR-A). */
export function lessOften({ about }: Told) {
  return namesThatHold(about.coverage === '24x7' && about.severity !== 'A' && 'businessHours');
}
