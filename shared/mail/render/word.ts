/**
 * What only Outlook for Windows reads, which shows mails with the engine of Word: that engine gives room inside and a
 * width to cells of tables only, not to a `div`. Every other program takes these for comments.
 */
export function inWord(html: string): string {
  return `<!--[if mso]>${html}<![endif]-->`;
}

/**
 * A box whose style is `outside` of Word, and within Word a table of one cell.
 *
 * @param cell style of the cell
 * @param width of the table in px
 */
export function boxed(cell: string, style: string, width: number, inside: readonly string[]): string {
  const table = `<table role="presentation" align="center" width="${width}" cellspacing="0" cellpadding="0">`;
  return [
    `${inWord(`${table}<tr><td style="${cell}">`)}<div style="${style}">`,
    ...inside,
    `</div>${inWord('</td></tr></table>')}`,
  ].join('\n');
}

/** Keeps pictures at their size on displays of high density, and the font within tables. */
export function wordHead(font: string): string {
  return inWord(
    '<xml><o:OfficeDocumentSettings><o:PixelsPerInch>96</o:PixelsPerInch></o:OfficeDocumentSettings></xml>' +
      `<style>table{mso-table-lspace:0;mso-table-rspace:0}td,th,p,li,h1,h2,a{${font}}</style>`,
  );
}
