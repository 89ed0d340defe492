import {
  createTheme,
  defaultVariantColorsResolver,
  localStorageColorSchemeManager,
  type CSSVariablesResolver,
  type VariantColorsResolver,
} from '@mantine/core';

/** Filled buttons with a text colour that keeps its contrast in both themes. */
const variantColors: VariantColorsResolver = (input) => {
  const given = defaultVariantColorsResolver(input);
  if (input.variant !== 'filled') return given;
  const fill = input.color === 'red' ? 'var(--failed)' : 'var(--accent)';
  const hover = `color-mix(in srgb, ${fill} 86%, var(--text))`;
  return { ...given, background: fill, hover, color: 'var(--on-accent)', border: '1px solid transparent' };
};

export const theme = createTheme({
  fontFamily: 'var(--font)',
  fontFamilyMonospace: 'var(--mono)',
  fontSizes: { xs: '11.5px', sm: '12.5px', md: '13px', lg: '15px', xl: '18px' },
  defaultRadius: 'sm',
  cursorType: 'pointer',
  primaryColor: 'accent',
  primaryShade: { light: 7, dark: 4 },
  variantColorResolver: variantColors,
  respectReducedMotion: true,
  colors: {
    accent: [
      '#eaf2ff', '#d3e3fe', '#b3cffe', '#8fbafe', '#6ea8fe', '#4b8df3', '#2f74e4', '#1d5fd1', '#174da9', '#123c83',
    ],
    dark: [
      '#dbe1e9', '#b9c3cf', '#98a5b5', '#6b7787', '#3a4554', '#252d38', '#1b222b', '#141920', '#0e1116', '#080a0d',
    ],
  },
});

export const cssVariables: CSSVariablesResolver = () => {
  const shared = {
    '--mantine-color-body': 'var(--surface)',
    '--mantine-color-text': 'var(--text)',
    '--mantine-color-dimmed': 'var(--dim)',
    '--mantine-color-default-border': 'var(--line-strong)',
    '--mantine-color-placeholder': 'var(--dim)',
    '--mantine-color-error': 'var(--failed)',
    '--mantine-color-anchor': 'var(--accent)',
  };
  return { variables: {}, light: shared, dark: { ...shared, '--mantine-color-default': 'var(--raised)' } };
};

export const colorScheme = localStorageColorSchemeManager({ key: 'palestra-theme' });
