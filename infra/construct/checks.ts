import { Arn, ArnFormat, Duration, type IResource, Stack, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

export const DOMAIN_NAME = /^([a-z0-9-]{1,63}\.)+[a-z]{2,63}$/;

/** @throws Error if the value, or one in the list, is a token: something depends on it that CloudFormation cannot decide */
export function checkIsKnown(prop: string, value: string | number | readonly string[] | Duration | undefined): void {
  const isToken =
    value instanceof Duration
      ? value.isUnresolved()
      : [value, ...(Array.isArray(value) ? value : [])].some((one) => Token.isUnresolved(one));
  if (isToken) throw new Error(`SmsReceipts: ${prop} is a token: must be known at synthesis.`);
}

/** @throws Error if a name in the list is unknown: an app in JavaScript has no type check */
export function checkNames(prop: string, names: readonly string[] = [], known: readonly string[]): void {
  checkIsKnown(prop, names);
  const wrong = names.filter((name) => !known.includes(name));
  if (wrong.length === 0) return;
  throw new Error(`SmsReceipts: ${prop} has ${wrong.join(', ')}: must be one of ${known.join(', ')}.`);
}

/** @throws Error if the name is known, and not valid for an API, alarms, a dashboard and a log group */
export function checkName(name: string): void {
  if (Token.isUnresolved(name) || /^[A-Za-z0-9_-]{1,128}$/.test(name)) return;
  throw new Error(`SmsReceipts: name is ${name}: must be 1 to 128 letters, digits, hyphens and underscores.`);
}

/** @throws Error if the resource is in another Region than the stack. Passes if one of the Regions is unknown. */
export function checkRegion(scope: IConstruct, prop: string, arn: string, { env }: IResource): void {
  const { region } = Stack.of(scope);
  // The ARN of an imported resource has the Region. The ARN of a resource in the app is not known yet
  const resourceRegion = Token.isUnresolved(arn) ? env.region : Arn.split(arn, ArnFormat.SLASH_RESOURCE_NAME).region;
  if ([region, resourceRegion].some(Token.isUnresolved) || region === resourceRegion) return;
  throw new Error(`SmsReceipts: ${prop} is in ${resourceRegion}: must be in ${region}, the Region of the stack.`);
}
