import jsxA11y from 'eslint-plugin-jsx-a11y';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/** The folders of src/, from the roof down. A file may import from its own floor (features apart) and from the floors below. */
const floors = ['app', 'features', 'components', 'hooks', 'lib', 'api'];

const direction = floors.map((floor, at) => ({
  files: [`src/${floor}/**/*.{ts,tsx}`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: floors.slice(0, at).map((above) => ({
          group: [`**/${above}/**`],
          message: `${floor}/ stands below ${above}/ and must not import from it.`,
        })),
      },
    ],
  },
}));

export default tseslint.config(
  { ignores: ['dist', 'node_modules', 'src/api/schema.d.ts'] },
  ...tseslint.configs.recommended,
  {
    files: ['src/**/*.{ts,tsx}'],
    ...jsxA11y.flatConfigs.strict,
    plugins: { 'jsx-a11y': jsxA11y, 'react-hooks': reactHooks },
    rules: {
      ...jsxA11y.flatConfigs.strict.rules,
      ...reactHooks.configs.recommended.rules,
      // A wide table scrolls in its own box, which must be reachable with the keyboard.
      'jsx-a11y/no-noninteractive-tabindex': ['error', { tags: ['main', 'h1', 'h2', 'div'], roles: ['region'] }],
      'max-lines': ['error', 400],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      'no-console': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { varsIgnorePattern: '^_', argsIgnorePattern: '^_' }],
    },
  },
  ...direction,
);
