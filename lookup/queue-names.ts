/** Names of the queues that hold what the tables could not take, by what people call them. */
export function queueNamesOf(
  fallback: string | undefined,
  deadLetters: string | undefined,
): Readonly<Record<string, string>> {
  return { ...(fallback && { 'Fallback queue': fallback }), ...(deadLetters && { 'Dead-letter queue': deadLetters }) };
}
