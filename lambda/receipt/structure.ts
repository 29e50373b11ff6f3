import { MAX_DEPTH } from './extra.ts';
import { pointerTo, type ValidationIssue } from './validation-issue.ts';

const MAX_ISSUES = 20;

interface Step {
  readonly value: unknown;
  readonly path: readonly (string | number)[];
}

/**
 * Finds nesting that is too deep for later steps. Uses a list instead of recursion, because a body of brackets alone would
 * exhaust the stack.
 *
 * @param mayNest - whether deeper levels are accepted, as in unknown fields of a receipt
 */
export function findStructuralIssues(body: unknown, mayNest: boolean): ValidationIssue[] {
  const issues: ValidationIssue[] = [];
  const open: Step[] = [{ value: body, path: [] }];
  for (let next = open.pop(); next !== undefined && issues.length < MAX_ISSUES; next = open.pop()) {
    const { value, path } = next;
    if (typeof value !== 'object' || value === null) continue;
    if (path.length >= MAX_DEPTH) {
      if (!mayNest) issues.push({ pointer: pointerTo(path), detail: `is nested deeper than ${MAX_DEPTH} levels` });
      continue;
    }
    for (const [name, inner] of Object.entries(value)) {
      if (typeof inner === 'object') open.push({ value: inner, path: [...path, name] });
    }
  }
  return issues;
}
