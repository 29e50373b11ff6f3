import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { USUAL_STATES } from '../../../eight-by-eight/states.ts';
import { OUTCOMES } from '../../../page/views/status.ts';

const STYLE = readFileSync(join(import.meta.dirname, '../../../page/assets/style.css'), 'utf8');
/** The colours of a scheme, by the name of their custom property. */
const [LIGHT, DARK] = ['', '@media screen and (prefers-color-scheme: dark) {\n  '].map((media) => {
  const block = STYLE.slice(STYLE.indexOf(`${media}:root {`)).split('}')[0] ?? '';
  return new Map([...block.matchAll(/--([\w-]+): (#[\da-f]{6});/g)].map(([, name, colour]) => [name, colour]));
});
const SCHEMES = Object.entries({ light: LIGHT, dark: DARK });

/** WCAG 2.2: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function contrast(one = '', other = ''): number {
  const [darker = 0, lighter = 0] = [one, other].map(luminance).sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

describe.each(SCHEMES)('the colours in %s', (_, colours) => {
  const names = Object.keys(OUTCOMES).map((outcome) => `outcome-${outcome}`);
  const neighbours = names.flatMap((name, at) => names.slice(at + 1).map((other) => [name, other] as const));

  test.each(neighbours)('%s and %s differ in lightness', (one, other) => {
    expect(contrast(colours?.get(one), colours?.get(other))).toBeGreaterThanOrEqual(3);
  });

  // The hollow one has a line around it
  test.each(['outcome-delivered', 'outcome-failed', 'outcome-open-line', 'operator', ...USUAL_STATES])(
    '%s stands out from the card and from a badge',
    (name) => {
      expect(contrast(colours?.get(name), colours?.get('card'))).toBeGreaterThanOrEqual(3);
      expect(contrast(colours?.get(name), colours?.get('soft'))).toBeGreaterThanOrEqual(3);
    },
  );
});
