import repository from '../../package.json' with { type: 'json' };
import type { Library } from './libraries.ts';

const purl = (name: string, version: string) => `pkg:npm/${name.replace('@', '%40')}@${version}`;

/**
 * What the package is made of, in the format CycloneDX.
 *
 * @see https://cyclonedx.org/docs/1.6/json/
 */
export function sbomOf(libraries: readonly Library[]): object {
  const { name, version, license } = repository;
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      component: { type: 'library', name, version, licenses: [{ expression: license }], purl: purl(name, version) },
    },
    components: libraries.map((library) => ({
      type: 'library',
      name: library.name,
      version: library.version,
      licenses: [{ expression: library.license }],
      purl: purl(library.name, library.version),
    })),
  };
}
