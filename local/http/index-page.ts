/** A link of the page. */
export interface Link {
  readonly url: string;
  readonly text: string;
}

/** The page at `GET /`, which links to the other pages. Nothing is escaped, because every text and URL is ours. */
export function indexPage(receiptsUrl: string, links: readonly Link[]): string {
  const items = links.map(({ url, text }) => `<li><a href="${url}">${text}</a></li>`).join('');
  const list = items && `<ul>${items}</ul>`;
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>SMS delivery receipts, local</title>
<main>
<h1>SMS delivery receipts</h1>
<p>The receiver runs on this machine. Post delivery receipts to <code>${receiptsUrl}</code>.</p>
${list}
</main>
</html>
`;
}
