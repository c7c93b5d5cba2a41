const latin = ["'Segoe UI'", 'system-ui', '-apple-system', 'Roboto', 'Helvetica', 'Arial', 'sans-serif'];

/** By script, since Word and mail programs that lose the language would take another country's characters. */
const eastAsian: Readonly<Record<string, readonly string[]>> = {
  Jpan: ["'Yu Gothic UI'", 'Meiryo', "'Hiragino Sans'", "'Noto Sans JP'"],
  Hans: ["'Microsoft YaHei'", "'PingFang SC'", "'Noto Sans SC'"],
  Hant: ["'Microsoft JhengHei'", "'PingFang TC'", "'Noto Sans TC'"],
};

/** The fonts of a language's mails, as CSS has it. No double quotation marks: it stands in an attribute. */
export function fontsOf(language: string): string {
  const own = eastAsian[new Intl.Locale(language).maximize().script ?? ''] ?? [];
  const [first = '', ...others] = latin;
  return [first, ...own, ...others].join(',');
}
