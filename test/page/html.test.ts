import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { html } from '../../page/html.ts';
import { anyCharacter } from '../support/any-character.ts';

describe('HTML', () => {
  it('escapes text, in elements and in attributes', () => {
    const text = `<script>"it's" & more</script>`;
    const escaped = '&lt;script&gt;&quot;it&#39;s&quot; &amp; more&lt;/script&gt;';
    expect(String(html`<p title="${text}">${text}</p>`)).toBe(`<p title="${escaped}">${escaped}</p>`);
  });

  it('shows a dot for control and format characters', () => {
    expect(String(html`${'a\u0000b\u001b[31m\u202ec\nd'}`)).toBe('a·b·[31m·c·d');
  });

  it('does not escape HTML twice, in lists and in lists of lists', () => {
    const item = (text: string) => html`<li>${text}</li>`;
    expect(String(html`<ul>${[item('<1>'), [item('2')]]}</ul>`)).toBe('<ul><li>&lt;1&gt;</li><li>2</li></ul>');
  });

  it('writes nothing for false and undefined, and 0 for 0', () => {
    expect(String(html`[${false}${undefined}${0}]`)).toBe('[0]');
  });

  it('escapes all characters that could begin or end a tag, an attribute or an entity', () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter }), (text) => {
        const [, inside = ''] = /^<p>([\s\S]*)<\/p>$/.exec(String(html`<p>${text}</p>`)) ?? [];
        expect(inside).not.toMatch(/[<>"']|&(?!(lt|gt|amp|quot|#39);)|\p{Cc}|\p{Cf}/u);
      }),
    );
  });
});
