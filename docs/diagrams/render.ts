/** Draws each `*.dot` of this folder into docs/images, once for light and once for dark pages: `npm run diagrams`. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { instance } from '@viz-js/viz';

const IMAGES = join(import.meta.dirname, '..', 'images');
const FONT = 'Helvetica, Arial, sans-serif';

/** Colours with a contrast of at least 4.5 to 1 on the pages of code hosts. */
const THEMES = {
  light: { text: '#1f2328', line: '#59636e', fill: '#f6f8fa', accent: '#0550ae', accentFill: '#ddf4ff' },
  dark: { text: '#e6edf3', line: '#9198a1', fill: '#151b23', accent: '#79c0ff', accentFill: '#0c2d6b' },
} as const;

const viz = await instance();
for (const file of readdirSync(import.meta.dirname).filter((name) => name.endsWith('.dot'))) {
  const source = readFileSync(join(import.meta.dirname, file), 'utf8');
  for (const [theme, { text, line, fill, accent, accentFill }] of Object.entries(THEMES)) {
    const drawn = viz.renderString(coloured(source, accent, accentFill), {
      format: 'svg',
      graphAttributes: { bgcolor: 'transparent', fontname: FONT },
      nodeAttributes: {
        shape: 'box',
        style: 'rounded,filled',
        fontname: FONT,
        fontsize: 13,
        fontcolor: text,
        color: line,
        fillcolor: fill,
        margin: '0.18,0.1',
      },
      edgeAttributes: { fontname: FONT, fontsize: 11, fontcolor: text, color: line, arrowsize: 0.7 },
    });
    const image = join(IMAGES, `${basename(file, '.dot')}-${theme}.svg`);
    writeFileSync(image, drawn);
    console.log(image.replace(`${process.cwd()}/`, ''));
  }
}

function coloured(source: string, accent: string, accentFill: string): string {
  return source.replaceAll('class="accent"', `color="${accent}", fillcolor="${accentFill}", penwidth=1.6`);
}
