import { describe, expect, test } from '@jest/globals';
import type { GivenSettings } from '../../../infra/read-settings.ts';
import { SETTING_NAMES, SETTINGS, type SettingName } from '../../../infra/settings.ts';
import { changeOf } from '../support/change.ts';
import { CHANGES } from '../support/sample-settings.ts';
import { synthesize } from '../support/synthesize.ts';

/** Settings that no resource shows, with the reason. */
const WITHOUT_EFFECT: Partial<Record<SettingName, string>> = {
  zoneName: 'the CDK needs it to import the zone; the record has the id of the zone',
  pageZoneName: 'the same for the zone of the page',
  unconfirmedCountries: 'the tool reads it from the outputs',
  defaultCountry: 'the tool reads it from the outputs; the page has it, too',
};

/** Settings that most resources show. */
const EVERYWHERE: readonly SettingName[] = ['stackName', 'runbookUrl', 'dashboard'];

describe.each(SETTING_NAMES)('the setting %s', (name) => {
  const { from, to } = CHANGES[name] ?? {};

  test('has a change in the samples', () => {
    expect(to).toHaveProperty(name);
  });

  test(`changes ${name in WITHOUT_EFFECT ? 'nothing, as known' : 'what the last commit says'} in the template`, () => {
    const change = changeOf(synthesize(from).template, synthesize(to).template);
    expect(change === '').toBe(name in WITHOUT_EFFECT);
    if (!EVERYWHERE.includes(name)) expect(change).toMatchSnapshot();
  });
});

/** What all changes start from; an existing table excludes others. */
const EVERY_FEATURE = Object.assign(
  {},
  ...SETTING_NAMES.filter((name) => !name.startsWith('existing')).map((name) => CHANGES[name].from),
);

test.each<[string, GivenSettings]>([
  ['without features', {}],
  ['with features', EVERY_FEATURE],
])('%s, the defaults of the settings are those of the construct', (_, given) => {
  // The others need a feature
  const names = SETTING_NAMES.filter((name) => Object.keys(CHANGES[name].from).every((one) => one in given));
  const defaults = Object.fromEntries(
    names.flatMap((name) => (SETTINGS[name].default === undefined ? [] : [[name, SETTINGS[name].default]])),
  );
  expect(Object.keys(defaults).length).toBeGreaterThan(15);
  expect(changeOf(synthesize(given).template, synthesize({ ...defaults, ...given }).template)).toBe('');
});

test('a domain in a zone adds what the last commit says', () => {
  expect(changeOf(synthesize().template, synthesize(CHANGES.hostedZoneId.from).template)).toMatchSnapshot();
});
