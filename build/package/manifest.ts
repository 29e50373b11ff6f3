import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CONSTRUCT, EVENTS, TESTING, TOOL } from './compile.ts';

const PROJECT = join(import.meta.dirname, '../..');

/**
 * The package.json of the package, without the repository's scripts and dependencies.
 *
 * @param isPublic - whether npm may publish it
 */
export function manifest({ isPublic }: { readonly isPublic: boolean }): object {
  const { name, version, description, keywords, author, license, engines } = read('package.json');
  const cdk = read('node_modules/aws-cdk-lib/package.json');
  return {
    name,
    version,
    // Until the owner has a name at a registry
    ...(!isPublic && { private: true }),
    description,
    keywords,
    author,
    license,
    engines,
    type: 'commonjs',
    main: CONSTRUCT.main,
    types: CONSTRUCT.types,
    exports: {
      '.': { types: `./${CONSTRUCT.types}`, default: `./${CONSTRUCT.main}` },
      './events': { types: `./${EVENTS.types}`, default: `./${EVENTS.main}` },
      './testing': { types: `./${TESTING.types}`, default: `./${TESTING.main}` },
      './package.json': './package.json',
    },
    // Yarn would keep the package in an archive, in which programs without Yarn, as with cdk --no-staging, find no functions
    preferUnplugged: true,
    // npx runs the one with the name of the package
    bin: { receipts: TOOL, [name]: TOOL },
    peerDependencies: {
      // From the oldest version that the test of the package synthesizes with; it also takes that of this repository
      'aws-cdk-lib': '>=2.253.0 <3',
      constructs: cdk.peerDependencies.constructs,
      dynalite: '^4.0.0',
    },
    // A CDK app has the first two. For users of the tool alone, npm would install 160 MB. The last is for tests
    peerDependenciesMeta: {
      'aws-cdk-lib': { optional: true },
      constructs: { optional: true },
      dynalite: { optional: true },
    },
  };
}

function read(path: string) {
  return JSON.parse(readFileSync(join(PROJECT, path), 'utf8'));
}
