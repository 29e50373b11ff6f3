import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';

const ROOT = join(__dirname, '../../..');
const PAGES = execFileSync('git', ['ls-files', '*.md'], { cwd: ROOT, encoding: 'utf8' }).trim().split('\n');
/** Links in Markdown, and in the HTML of pictures. */
const LINK = /\]\(([^()\s]+)\)|(?:src|srcset|href)="([^"]+)"/g;
const CODE = /```[\s\S]*?```|`[^`\n]*`/g;

const textOf = (path: string) => readFileSync(path, 'utf8');

/** The fragments of the headings, as GitHub makes them. */
function anchorsOf(markdown: string): string[] {
  const headings = [...markdown.replace(/```[\s\S]*?```/g, '').matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .replace(/\]\([^)]*\)/g, '')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
  return headings.map((slug, at) => {
    const earlier = headings.slice(0, at).filter((other) => other === slug).length;
    return earlier === 0 ? slug : `${slug}-${earlier}`;
  });
}

describe('every link to a file or a heading leads somewhere', () => {
  test.each(PAGES)('%s', (page) => {
    const links = [...textOf(join(ROOT, page)).replace(CODE, '').matchAll(LINK)].map(
      ([, inText, inHtml]) => inText ?? inHtml,
    );
    const broken = links.filter((link = '') => {
      if (/^[a-z]+:/i.test(link)) return false;
      const [file = '', anchor] = link.split('#');
      const target = file === '' ? join(ROOT, page) : join(ROOT, dirname(page), file);
      if (!existsSync(target)) return true;
      return (
        anchor !== undefined &&
        statSync(target).isFile() &&
        target.endsWith('.md') &&
        !anchorsOf(textOf(target)).includes(anchor)
      );
    });
    expect(broken).toEqual([]);
  });
});
