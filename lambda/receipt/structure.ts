import { pointerTo, type ValidationIssue } from './validation-issue.ts';

/** A receipt has 3 levels. DynamoDB stores 32, of which the item around an unknown field takes 4. */
const MAX_DEPTH = 20;
const MAX_ISSUES = 20;

/**
 * What no receipt has and no later step should meet: nesting without end, and names that reach an object's prototype.
 * Walks with a list instead of recursion, because a body of brackets alone would exhaust the stack.
 */
export function findStructuralIssues(body: unknown): ValidationIssue[] {
  const issues: ValidationIssue[] = [];
  const open: { readonly value: unknown; readonly path: readonly (string | number)[] }[] = [{ value: body, path: [] }];
  for (let next = open.pop(); next !== undefined && issues.length < MAX_ISSUES; next = open.pop()) {
    const { value, path } = next;
    if (typeof value !== 'object' || value === null) continue;
    if (path.length >= MAX_DEPTH) {
      issues.push({ pointer: pointerTo(path), detail: `is nested deeper than ${MAX_DEPTH} levels` });
      continue;
    }
    if (Object.hasOwn(value, '__proto__')) {
      issues.push({ pointer: pointerTo(path), detail: 'has a field named __proto__, which is not accepted' });
    }
    for (const [name, inner] of Object.entries(value)) {
      if (typeof inner === 'object') open.push({ value: inner, path: [...path, name] });
    }
  }
  return issues;
}
