import { execFile } from 'node:child_process';

/** The Java that DynamoDB Local needs. */
export const MIN_JAVA = 17;

const TIMEOUT_MS = 30_000;

/** The major version of the `java` on PATH; undefined if there is none, or none that runs. */
export async function javaVersion(): Promise<number | undefined> {
  return new Promise((resolve) => {
    execFile('java', ['-version'], { timeout: TIMEOUT_MS }, (error, _stdout, stderr) => {
      resolve(error ? undefined : majorOf(stderr));
    });
  });
}

/** Reads the output of `java -version`. Up to Java 8 a version began with `1.`. */
export function majorOf(text: string): number | undefined {
  const major = /version "(?:1\.)?(\d+)/.exec(text)?.[1];
  return major === undefined ? undefined : Number(major);
}
