import { Agent, fetch, type Response } from 'undici';

/** An answer of the page or of the provider. */
export interface Visit {
  readonly url: string;
  readonly status: number;
  readonly headers: Response['headers'];
  readonly text: string;
}

/** A browser without a window: it keeps cookies of each host, and follows redirects. Addresses may lack the origin of the page. */
export class Visitor {
  /** Of the page, by name. */
  readonly cookies = new Map<string, string>();
  readonly #pageUrl: string;
  /** By host. */
  readonly #jars: Map<string, Map<string, string>>;
  readonly #agent: Agent;

  /** @param certificate - of the page, which nobody has signed */
  constructor(pageUrl: string, certificate: string) {
    this.#pageUrl = pageUrl;
    this.#jars = new Map([[new URL(pageUrl).host, this.cookies]]);
    this.#agent = new Agent({ connect: { ca: certificate } });
  }

  close(): Promise<void> {
    return this.#agent.destroy();
  }

  /** Asks once. */
  async ask(
    url: string,
    form?: Readonly<Record<string, string>>,
    headers: Record<string, string> = {},
  ): Promise<Visit> {
    const { origin, host, href } = new URL(url, this.#pageUrl);
    const jar = this.#jars.get(host) ?? new Map<string, string>();
    this.#jars.set(host, jar);
    const response = await fetch(href, {
      dispatcher: this.#agent,
      redirect: 'manual',
      headers: {
        cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(form && { origin }),
        ...headers,
      },
      ...(form && { method: 'POST', body: new URLSearchParams(form) }),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      jar.delete(name);
      if (!/max-age=0|expires=Thu, 01 Jan 1970/i.test(cookie)) jar.set(name, value);
    }
    return { url: href, status: response.status, headers: response.headers, text: await response.text() };
  }

  /** Asks, and follows redirects until one leads to an address with this beginning, which it does not open. */
  async follow(url: string, form?: Readonly<Record<string, string>>, until = 'nowhere'): Promise<Visit> {
    let visit = await this.ask(url, form);
    for (;;) {
      const location = visit.headers.get('location');
      if (location === null) return visit;
      const next = new URL(location, visit.url).href;
      if (next.startsWith(until)) return { ...visit, url: next };
      visit = await this.ask(next);
    }
  }

  /**
   * Opens a page, and signs in at the provider if it asks who this is.
   *
   * @param until - beginning of an address to stop at
   */
  async signIn(url: string, login: string, until?: string): Promise<Visit> {
    const visit = await this.follow(url, undefined, until);
    const [, action] = /<form[^>]* action="([^"]*\/interaction\/[^"]*)"/.exec(visit.text) ?? [];
    if (action === undefined) return visit;
    return this.follow(new URL(action, visit.url).href, { prompt: 'login', login, password: 'any' }, until);
  }
}
