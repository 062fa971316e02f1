/**
 * The product's Mantine 9 theme.
 *
 * Works under `style-src 'self' 'nonce-…'`: nothing here makes CSS at run time except Mantine's own variable sheet,
 * which takes the nonce from `getStyleNonce`. Use it like this:
 *
 *   <MantineProvider theme={theme} cssVariablesResolver={variables} forceColorScheme="light"
 *     getStyleNonce={() => nonce}>
 *
 * Modal and Drawer lock scrolling through a small package that injects one more sheet: call `setNonce(nonce)` from
 * `get-nonce` before the first render, or the lock is blocked and reported.
 */
import {
  createTheme,
  type ButtonProps,
  type CSSVariablesResolver,
  type MantineColorsTuple,
  type MantineTheme,
} from '@mantine/core';

const jade: MantineColorsTuple = [
  '#e6f3ee',
  '#cde6dc',
  '#9ccbb9',
  '#6bb096',
  '#3f9376',
  '#1d7c61',
  '#0b6b52',
  '#085240',
  '#063d30',
  '#042b22',
];
const ink: MantineColorsTuple = [
  '#f3f6f4',
  '#eaefec',
  '#d8e0dc',
  '#b7c3bd',
  '#82908a',
  '#76857e',
  '#4f5d57',
  '#37453f',
  '#24312b',
  '#14201b',
];
const brick: MantineColorsTuple = [
  '#fdeeeb',
  '#f9d9d4',
  '#e2a79f',
  '#d27b70',
  '#c25346',
  '#b53a2d',
  '#a8271b',
  '#871e14',
  '#66160e',
  '#450e08',
];
const amber: MantineColorsTuple = [
  '#fff3d6',
  '#fbe4ad',
  '#e3b85c',
  '#cf9a2c',
  '#b07a10',
  '#946200',
  '#7a4b00',
  '#603a00',
  '#472b00',
  '#2f1c00',
];

export const theme = createTheme({
  colors: { jade, ink, brick, amber, gray: ink, red: brick, yellow: amber, green: jade, teal: jade },
  primaryColor: 'jade',
  primaryShade: 6,
  black: '#14201b',
  white: '#ffffff',
  autoContrast: true,
  luminanceThreshold: 0.35,
  fontFamily: 'var(--ip-font)',
  fontFamilyMonospace: 'var(--ip-mono)',
  fontSizes: { xs: '0.8125rem', sm: '0.875rem', md: '1rem', lg: '1.125rem', xl: '1.25rem' },
  lineHeights: {
    xs: '1.45',
    sm: 'var(--ip-leading)',
    md: 'var(--ip-leading)',
    lg: 'var(--ip-leading)',
    xl: 'var(--ip-leading-head)',
  },
  headings: {
    fontFamily: 'var(--ip-font)',
    fontWeight: '600',
    sizes: {
      h1: { fontSize: 'clamp(1.625rem, 1.2rem + 1.4vw, 2.125rem)', lineHeight: 'var(--ip-leading-head)' },
      h2: { fontSize: 'clamp(1.25rem, 1.1rem + 0.5vw, 1.5rem)', lineHeight: 'var(--ip-leading-head)' },
      h3: { fontSize: '1.125rem', lineHeight: 'var(--ip-leading-head)' },
      h4: { fontSize: '1rem', lineHeight: 'var(--ip-leading-head)' },
      h5: { fontSize: '0.875rem', lineHeight: '1.4' },
      h6: { fontSize: '0.8125rem', lineHeight: '1.4' },
    },
  },
  spacing: { xs: '0.5rem', sm: '0.75rem', md: '1rem', lg: '1.5rem', xl: '2.5rem' },
  radius: { xs: '2px', sm: '4px', md: '6px', lg: '10px', xl: '16px' },
  defaultRadius: 'sm',
  shadows: {
    xs: 'none',
    sm: '0 1px 2px rgb(20 32 27 / 0.08)',
    md: '0 2px 4px rgb(20 32 27 / 0.06), 0 8px 20px rgb(20 32 27 / 0.10)',
    lg: '0 4px 8px rgb(20 32 27 / 0.06), 0 16px 40px rgb(20 32 27 / 0.16)',
    xl: '0 4px 8px rgb(20 32 27 / 0.06), 0 16px 40px rgb(20 32 27 / 0.16)',
  },
  breakpoints: { xs: '22.5em', sm: '48em', md: '64em', lg: '75em', xl: '90em' },
  cursorType: 'pointer',
  respectReducedMotion: true,
  focusRing: 'never', // tokens.css draws one focus ring for everything
  // By name, not by component: what only a later page shows does not travel with the first one.
  components: {
    Button: {
      defaultProps: { size: 'sm' },
      vars: (_theme: MantineTheme, props: ButtonProps) => ({
        root: {
          '--button-height':
            props.size === 'xs' || props.size === 'compact-sm'
              ? '2rem'
              : props.size === 'lg'
                ? '3rem'
                : 'var(--ip-target)',
          '--button-fz': props.size === 'lg' ? '1rem' : '0.9375rem',
          ...(props.variant === 'default' && {
            '--button-bd': '1px solid var(--ip-line-control)',
            '--button-color': 'var(--ip-ink)',
          }),
        },
      }),
    },
    ActionIcon: {
      defaultProps: { variant: 'subtle', color: 'ink' },
      vars: () => ({ root: { '--ai-size': 'var(--ip-target)' } }),
    },
    Input: {
      vars: () => ({
        wrapper: {
          '--input-bd': 'var(--ip-line-control)',
          '--input-height': 'var(--ip-target)',
          '--input-fz': '1rem',
          '--input-placeholder-color': 'var(--ip-ink-3)',
        },
      }),
    },
    InputWrapper: {
      vars: () => ({
        label: { '--input-label-size': '0.9375rem' },
        description: { '--input-description-size': '0.875rem' },
        error: { '--input-error-size': '0.875rem' },
        success: { '--input-success-size': '0.875rem' },
      }),
      defaultProps: { inputWrapperOrder: ['label', 'description', 'input', 'error'] },
    },
    TextInput: { defaultProps: { autoComplete: 'off' } },
    Checkbox: { defaultProps: { size: 'sm', color: 'jade' } },
    Skeleton: { defaultProps: { radius: 'sm' } },
    Drawer: {
      styles: { title: { fontWeight: 600, fontSize: '1.125rem' } },
      defaultProps: { position: 'right', overlayProps: { backgroundOpacity: 0.45 } },
    },
  },
});

/** Points Mantine's semantic variables at the tokens, so that dimmed text, placeholders and borders pass contrast everywhere. */
export const variables: CSSVariablesResolver = () => ({
  variables: {
    '--mantine-color-text': 'var(--ip-ink)',
    '--mantine-color-body': 'var(--ip-surface)',
    '--mantine-color-dimmed': 'var(--ip-ink-3)',
    '--mantine-color-placeholder': 'var(--ip-ink-3)',
    '--mantine-color-error': 'var(--ip-stop)',
    '--mantine-color-anchor': 'var(--ip-act)',
    '--mantine-color-default-border': 'var(--ip-line)',
    '--mantine-color-default-hover': 'var(--ip-sunken)',
    '--mantine-color-disabled': 'var(--ip-sunken)',
    '--mantine-color-disabled-color': 'var(--ip-ink-3)',
    '--mantine-line-height': 'var(--ip-leading)',
    '--input-height-sm': 'var(--ip-target)',
  },
  light: Object.fromEntries(
    (['jade', 'amber', 'brick', 'ink'] as const).flatMap((name) => {
      const tint = { jade: '--ip-act-tint', amber: '--ip-due-tint', brick: '--ip-stop-tint', ink: '--ip-sunken' }[name];
      const text = { jade: '--ip-act-deep', amber: '--ip-due', brick: '--ip-stop', ink: '--ip-ink-2' }[name];
      return [
        [`--mantine-color-${name}-light`, `var(${tint})`],
        [`--mantine-color-${name}-light-color`, `var(${text})`],
        [`--mantine-color-${name}-light-hover`, `var(${tint})`],
      ];
    }),
  ),
  dark: {},
});
