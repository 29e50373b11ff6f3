const ENTITIES: Readonly<Record<string, string>> = { quot: '"', '#39': "'", lt: '<', gt: '>', amp: '&' };

/** The text of HTML without its elements, with single spaces. */
export function wordsOf(html: string): string {
  return unescaped(html.replace(/<[^>]+>/g, ' ')).replace(/\s+/g, ' ');
}

/** Text as it was before `html` escaped it. */
export function unescaped(text: string): string {
  return text.replace(/&([^;]+);/g, (entity, name) => ENTITIES[name] ?? entity);
}

/** The address of the first link with a text. */
export function linkTo(name: string, html: string): string {
  const links = [...html.matchAll(/<a [^>]*href="([^"]*)"[^>]*>(.*?)<\/a>/gs)];
  const [, address] = links.find(([, , content = '']) => wordsOf(content).trim() === name) ?? [];
  if (address === undefined) throw new Error(`There is no link ${name}.`);
  return unescaped(address);
}

/** The words of each row in the body of the table with a caption. */
export function rowsOf(caption: string, html: string): string[] {
  const [, table = ''] = html.split(`${caption}</caption>`);
  const [, body = ''] = /<tbody[^>]*>(.*?)<\/tbody>/s.exec(table) ?? [];
  return [...body.matchAll(/<tr[^>]*>(.*?)<\/tr>/gs)].map(([, row = '']) => wordsOf(row).trim());
}
