import { PAGE_PATHS } from '../../contract/page.ts';
import { CliError } from '../../toolbox/errors.ts';
import { type DeployedPage, readStack, type Stack } from '../deployment/stack.ts';

/** A stack with a page. */
export type StackWithPage = Stack & { readonly page: DeployedPage };

/** @throws CliError if the stack has no page */
export async function readStackWithPage(name: string): Promise<StackWithPage> {
  const { page, ...stack } = await readStack(name);
  if (page !== undefined) return { ...stack, page };
  throw new CliError(
    `The stack ${name} has no page. Set pageIssuer, pageClientId and who may look in its settings file, and deploy it: see docs/page.md.`,
  );
}

/** What is registered at the provider. */
export interface Registration {
  readonly redirectUrl: string;
  readonly signOutUrl: string;
}

export function registrationOf({ url }: DeployedPage): Registration {
  return { redirectUrl: `${url}${PAGE_PATHS.callback}`, signOutUrl: `${url}${PAGE_PATHS.signedOut}` };
}
