import { isKnownErrorCode } from '../../eight-by-eight/error-reasons.ts';
import { errorAdviceOf } from '../../lookup/error-advice.ts';
import type { PageApp } from '../pages.ts';
import type { Site } from '../site.ts';
import { errorPage, errorsPage, unknownError } from '../views/errors.ts';

export function addErrors(app: PageApp, site: Site): void {
  app.get('/errors', (c) => site.show(c, { title: 'Error codes', content: errorsPage() }));
  app.get('/errors/:code', (c) => {
    const given = c.req.param('code');
    const code = Number(given);
    const advice = errorAdviceOf(code);
    if (advice === undefined || !isKnownErrorCode(code)) return site.showProblem(c, 404, unknownError(given));
    return site.show(c, { title: `Error ${code}`, content: errorPage(code, advice) });
  });
}
