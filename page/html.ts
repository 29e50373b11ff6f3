import { html as escaped } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import { printable } from '../toolbox/text.ts';

export type Html = HtmlEscapedString;
export type Value = string | number | false | undefined | Html | readonly Value[];

/**
 * An HTML template that escapes every value and replaces control and format characters by dots, because values come from
 * outside. `false` and undefined render nothing.
 */
export function html(strings: TemplateStringsArray, ...values: readonly Value[]): Html {
  // The result is a promise only if a value is one
  return escaped(strings, ...values.map(inert)) as Html;
}

function inert(value: Value): unknown {
  if (Array.isArray(value)) return value.map(inert);
  // HTML from this function is an object and stays as it is
  return typeof value === 'string' ? printable(value) : value;
}
