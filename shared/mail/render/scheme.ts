/** Colours of a mail, as `#rrggbb`. What is read stands on `page`. */
export interface Scheme {
  readonly page: string;
  readonly text: string;
  /** What is of less weight. */
  readonly quiet: string;
  readonly link: string;
  /** Lines between facts, and beside what somebody wrote. */
  readonly line: string;
  readonly mark: string;
}

/** In the light a link has the colour of the brand, which is readable on white: `mailLook` sees to it. */
export const light = {
  page: '#ffffff',
  text: '#1f2328',
  quiet: '#57606a',
  line: '#e1e4e8',
  mark: '#d0d7de',
} as const satisfies Omit<Scheme, 'link'>;

export const dark: Scheme = {
  page: '#16181d',
  text: '#e6e8eb',
  quiet: '#a3abb5',
  link: '#8ab8ff',
  line: '#3a3f47',
  mark: '#59616b',
};

/** On the head and the buttons, in both schemes: these keep the colour of the brand. */
export const onBrand = '#ffffff';

/**
 * What turns a mail dark where the reader's program does so. Inline styles are the light ones and win over a style
 * element, hence `!important`; a program that knows none of this shows the light mail.
 */
export const darkStyle = [
  ':root{color-scheme:light dark;supported-color-schemes:light dark}',
  '@media (prefers-color-scheme:dark){',
  `.page{background-color:${dark.page} !important;color:${dark.text} !important}`,
  `.quiet{color:${dark.quiet} !important}`,
  `.link{color:${dark.link} !important}`,
  `.line{border-color:${dark.line} !important}`,
  `.mark{border-color:${dark.mark} !important}`,
  '}',
].join('\n');
