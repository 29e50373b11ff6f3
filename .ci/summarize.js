import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const [folder = ''] = process.argv.slice(2);
const runs = readdirSync(folder).map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')));
const sum = (field) => runs.reduce((total, run) => total + run[field], 0);

const files = runs
  .flatMap(({ testResults }) => testResults)
  .map(({ name, startTime, endTime }) => ({ name: relative('', name), seconds: (endTime - startTime) / 1000 }))
  .sort((a, b) => b.seconds - a.seconds);
console.log('\nThe ten slowest test files:');
for (const { name, seconds } of files.slice(0, 10)) console.log(`${seconds.toFixed(1).padStart(7)} s  ${name}`);

console.log(`\n${sum('numPassedTests')} passed, ${sum('numFailedTests') + sum('numRuntimeErrorTestSuites')} failed`);
