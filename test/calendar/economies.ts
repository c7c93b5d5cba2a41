/** The fifty largest economies by nominal GDP (IMF, 2025), the largest first. */
export const largestEconomies: readonly string[] = [
  ...['US', 'CN', 'DE', 'JP', 'IN', 'GB', 'FR', 'IT', 'CA', 'BR'],
  ...['RU', 'KR', 'AU', 'ES', 'MX', 'ID', 'TR', 'NL', 'SA', 'CH'],
  ...['PL', 'TW', 'BE', 'AR', 'IE', 'SE', 'AE', 'IL', 'SG', 'AT'],
  ...['TH', 'NO', 'PH', 'VN', 'MY', 'BD', 'DK', 'IR', 'CO', 'HK'],
  ...['RO', 'ZA', 'CZ', 'EG', 'CL', 'PK', 'PT', 'FI', 'PE', 'KZ'],
];
