import { expect, it } from '@jest/globals';
import { majorOf } from '../../../local/engine/java-version.ts';

it.each([
  ['openjdk version "17.0.15" 2025-04-15\nOpenJDK Runtime Environment', 17],
  ['openjdk version "25" 2025-09-16', 25],
  ['openjdk version "24-ea" 2025-03-18', 24],
  ['java version "1.8.0_292"', 8],
  ['Picked up JAVA_TOOL_OPTIONS: -Xmx1g\nopenjdk version "21.0.1" 2023-10-17', 21],
  ['The operation couldn’t be completed. Unable to locate a Java Runtime.', undefined],
])('the major version in %j is %s', (text, major) => {
  expect(majorOf(text)).toBe(major);
});
