import { describe, expect, test } from '@jest/globals';
import { SETTING_NAMES, SETTINGS, type SettingName } from '../../../infra/settings.ts';
import { changeOf } from '../support/change.ts';
import { CHANGES } from '../support/sample-settings.ts';
import { synthesize } from '../support/synthesize.ts';
import { withoutSettings } from '../support/template.ts';

/** Settings that no resource shows, with the reason. */
const WITHOUT_EFFECT: Partial<Record<SettingName, string>> = {
  zoneName: 'the CDK needs it to import the zone; the record has the id of the zone',
  pageZoneName: 'the same for the zone of the page',
  unconfirmedCountries: 'the tool reads it from the outputs',
  defaultCountry: 'the tool reads it from the outputs; the page has it, too',
};

/** Settings that most resources show. */
const EVERYWHERE: readonly SettingName[] = ['stackName', 'runbookUrl', 'dashboard'];

const templateWith = (given: Record<string, unknown>) => withoutSettings(synthesize(given).template);

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

  test('has the default that the construct has', () => {
    const { default: value } = SETTINGS[name];
    if (value === undefined) return;
    const { [name]: _, ...others } = from;
    expect(templateWith({ ...others, [name]: value })).toEqual(templateWith(others));
  });
});

test('a domain in a zone adds what the last commit says', () => {
  expect(changeOf(synthesize().template, synthesize(CHANGES.hostedZoneId.from).template)).toMatchSnapshot();
});
