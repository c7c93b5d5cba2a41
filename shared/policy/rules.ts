/** The ids of all rules that the product cites. A policy explains each of them. */
export const ruleIds = [
  ...['PLAN-1', 'PLAN-2', 'PLAN-3', 'PLAN-4', 'PLAN-5', 'MKT-1'],
  ...['IR-A', 'IR-B', 'IR-C', 'ALERT-1'],
  ...['COM-A', 'COM-B1', 'COM-B2', 'COM-C', 'COM-1', 'COM-2'],
  ...['DG-1', 'DG-2', 'DG-3', 'DG-4'],
  ...['LANG-1', 'LANG-2', 'LANG-3', 'LANG-4'],
  ...['BH-1', 'BH-2', 'BH-3', 'BH-4'],
  ...['BF-1', 'BF-2', 'PRE-1', 'PRE-2'],
  ...['SUB-1', 'SUB-2', 'SUB-3', 'SUB-4', 'SUB-5'],
  ...['ISO-1', 'ISO-2', 'ISO-3'],
  ...['RCA-1', 'RCA-2', 'RCA-3', 'RCA-4', 'RCA-5'],
  ...['BE-1', 'BE-2', 'BE-3', 'BE-4', 'BE-5', 'BE-6', 'BE-7'],
  ...['DC-1', 'DC-2'],
  ...['RE-1', 'RE-2', 'RE-3', 'RE-4', 'RE-5'],
] as const;
