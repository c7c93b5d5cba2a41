import js from '@eslint/js';
import tseslint from 'typescript-eslint';

const pure = 'is decided from its arguments alone: pass instants in, and keep I/O in the adapters';

/** What files whose answers depend on nothing but their arguments must not touch. */
const noOutside = {
  'no-restricted-globals': [
    'error',
    ...[
      'process',
      'setTimeout',
      'setInterval',
      'setImmediate',
      'performance',
      'fetch',
      'crypto',
      'console',
    ].map((name) => ({ name, message: `This folder ${pure}.` })),
  ],
  'no-restricted-properties': [
    'error',
    { object: 'Date', property: 'now', message: `This folder ${pure}.` },
    { object: 'Math', property: 'random', message: `This folder ${pure}.` },
    { object: 'DateTime', property: 'now', message: `This folder ${pure}.` },
    { object: 'DateTime', property: 'utc', message: `Give the instant: this folder ${pure}.` },
  ],
  'no-restricted-syntax': [
    'error',
    {
      selector: "NewExpression[callee.name='Date'][arguments.length=0]",
      message: `This folder ${pure}.`,
    },
  ],
};

/** Arrows point one way: what a folder must not import, by path. */
function forbid(patterns, why, extra = []) {
  return {
    'no-restricted-imports': ['error', { patterns: [{ group: patterns, message: why }, ...extra] }],
  };
}

/** What calendar, policy and cases know nothing of. */
const beyondTheCore = [
  '**/store/**',
  '**/mail/**',
  '**/identity/**',
  '**/api/**',
  '**/engine/**',
  '**/functions/**',
  '**/local/**',
  '**/clock.ts',
  '**/turns.ts',
];

const builtins = {
  regex: '^(node:|fs$|path$|crypto$|os$|http$|https$|child_process$|timers$|util$)',
  message: `This folder ${pure}.`,
};
const caseInsides = {
  regex: '/cases/(?!index\\.ts$)',
  message: 'What the case shows of itself stands in shared/cases/index.ts: import from there.',
};
const azure = { regex: '^(@azure/|durable-functions)', message: 'The core knows no host.' };

export default tseslint.config(
  {
    ignores: [
      'dist/**',
      'node_modules/**',
      '.stryker-tmp/**',
      'reports/**',
      '.caseclock/**',
      'infra/tools/packages/**',
    ],
  },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['*.js'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      // Ports are plain objects whose methods are handed on; an adapter may have nothing to wait for.
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      'no-console': 'error',
    },
  },
  {
    files: ['**/*.js', '**/*.mjs', '**/*.cjs'],
    rules: { 'no-undef': 'off' },
    extends: [tseslint.configs.disableTypeChecked],
  },
  {
    files: ['shared/calendar/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      ...noOutside,
      ...forbid(
        ['**/policy/**', '**/cases/**', ...beyondTheCore],
        'calendar is the innermost folder: it imports nothing of the product.',
        [builtins, azure],
      ),
    },
  },
  {
    files: ['shared/policy/**/*.ts'],
    ignores: [
      '**/*.test.ts',
      'shared/policy/calendars/compile.ts',
      'shared/policy/calendars/compile/**',
      'shared/policy/calendars/stamps/keep.ts',
    ],
    rules: {
      ...noOutside,
      ...forbid(['**/cases/**', ...beyondTheCore], 'policy imports calendar only.', [builtins, azure]),
    },
  },
  {
    files: ['shared/cases/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      ...noOutside,
      ...forbid(beyondTheCore, 'cases imports policy and calendar only.', [builtins, azure]),
    },
  },
  {
    files: ['shared/store/**/*.ts', 'shared/mail/**/*.ts', 'shared/identity/**/*.ts', 'shared/api/**/*.ts'],
    ignores: ['**/*.test.ts', '**/testing/**'],
    rules: forbid(
      ['**/engine/**', '**/functions/**', '**/local/**'],
      'The adapters know the core, never the procedures or the functions.',
      [caseInsides],
    ),
  },
  {
    files: ['shared/engine/**/*.ts'],
    ignores: ['**/*.test.ts', '**/testing/**'],
    rules: forbid(
      ['**/api/**', '**/functions/**', '**/local/**'],
      'The procedures know core and adapters, never HTTP or a host.',
      [azure, caseInsides],
    ),
  },
  {
    // What a generator gets back from a yield has no type.
    files: ['functions/**/*.orchestrator.ts', 'test/conformance/app/orchestrations.ts'],
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-unnecessary-type-assertion': 'off',
    },
  },
  {
    files: ['functions/**/*.orchestrator.ts'],
    rules: {
      ...noOutside,
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            builtins,
            { regex: '^@azure/', message: 'An orchestrator only schedules: it must replay the same.' },
            caseInsides,
            {
              group: ['../shared/**', './*'],
              allowTypeImports: true,
              message: 'An orchestrator imports types only: rules live behind its activities.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['functions/**/*.ts'],
    ignores: ['**/*.orchestrator.ts', '**/testing/**'],
    rules: forbid(['**/local/**', '**/web/**', '**/test/**'], 'The functions know no host.', [caseInsides]),
  },
  {
    files: ['web/**/*.{ts,tsx}'],
    // What runs at the build is no part of the page.
    ignores: ['**/*.test.ts', 'web/testing/**', 'web/build.ts', 'web/runbook.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: ['../shared/**'],
              allowTypeImports: true,
              message: 'The page is a client: it knows the HTTP API and the types of what that answers.',
            },
            {
              group: ['**/functions/**', '**/local/**', '**/store/**', '**/engine/**'],
              message: 'The page is a client: it knows the HTTP API and nothing behind it.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['demo/**/*.ts'],
    rules: forbid(
      ['**/functions/**', '**/shared/**', '**/local/**'],
      'The demo is a client: it knows the HTTP API and nothing else.',
    ),
  },
  {
    files: ['local/**/*.ts'],
    rules: forbid(
      ['**/functions/**'],
      'The local runtime uses the registered functions, never their insides.',
      [caseInsides],
    ),
  },
  {
    files: [
      '**/*.test.ts',
      'test/**/*.ts',
      'bench/**/*.ts',
      'local/**/*.ts',
      'bin/**/*.ts',
      'demo/**/*.ts',
      'functions/composition.ts',
      'functions/telemetry.ts',
      'shared/policy/calendars/compile.ts',
      'shared/engine/testing/*.ts',
      'shared/policy/calendars/compile/*.ts',
    ],
    rules: { 'no-console': 'off' },
  },
);
