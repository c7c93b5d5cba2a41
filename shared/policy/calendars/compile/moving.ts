/** Days whose date follows the moon: computed ones are estimates or one algorithm's word, whoever lists them. */

const islamic =
  /\b(eid|ramadan|ramazan|bayram|muharram|ashura|tasua|arba'?een|mawlid|maulid|milad|prophet|muhammad|islamic|hijri|isra|mi'?raj|lailat|laylat|arafa[ht]?|arafat|tabaski|korit[eé]|sacrifice|breaking of the fast|end of ramadan|imam|fatima|nuzul|magal|gamou|hari raya|idul|hajj|quds|zahra|tamkharit|grand magal)\b/i;
const otherMoon =
  /(lunar|chinese new year|mid-autumn|dragon boat|chung yeung|double ninth|seollal|chuseok|buddha|vesak|visakha|makha|asar?n?ha|asalha|lent day|poya|diwali|deepavali|holi\b|thaipusam|shivaratri|navami|navaratri|janmashtami|ganesh|dussehra|durga|guru nanak|mahavir|onam|nyepi|waisak|losar|losoong|hung kings|pchum|water festival|thadingyut|kason|tabaung|tazaungmon|full moon|ugadi|gudi padwa|rath yatra|raksha|saraswati|vijaya|tsagaan)/i;

/** Islamic days: fixed by sighting, or by an authority's calendar, a few days or weeks ahead. */
export const isIslamic = (name: string): boolean => islamic.test(name);

/** Days of the Chinese, Hindu and Buddhist calendars. */
export const followsTheMoon = (name: string): boolean => islamic.test(name) || otherMoon.test(name);
