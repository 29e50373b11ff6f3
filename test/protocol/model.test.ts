import './support/without-pauses.ts';
import { test } from '@jest/globals';
import fc from 'fast-check';
import type { Body } from '../../simulator/message-lifecycle.ts';
import { cases } from '../support/cases.ts';
import { DISTINCT, WITH_MORE_NAMES } from './support/bodies.ts';
import { expectPureMerge } from './support/check.ts';
import { type Container, type Fault, type System, startSystem, type TokenId } from './support/system.ts';

/** What was begun so far. */
interface Model {
  deliveries: number;
  faults: number;
  rotated: boolean;
}

interface Real {
  readonly system: System;
  readonly containers: readonly Container[];
  /** Resolves when the new token is the current one. */
  rotation: Promise<void>;
  /** All that was begun, finished or not. */
  readonly pending: Promise<unknown>[];
}

type Command = fc.AsyncCommand<Model, Real>;

/** As many as one body can meet and still be acknowledged. */
const MAX_FAULTS = 6;
const MAX_DELIVERIES = 5;
const CONTAINERS = 3;

function command(
  what: string,
  isPossible: (model: Model) => boolean,
  begin: (model: Model, real: Real) => unknown,
): Command {
  return {
    check: isPossible,
    run: async (model, real) => {
      real.pending.push(Promise.resolve(begin(model, real)));
    },
    toString: () => what,
  };
}

const deliver = (body: Body, at: number, token: TokenId) =>
  command(
    `deliver ${body.body} to ${at} with the ${token} token`,
    ({ deliveries, rotated }) => deliveries < MAX_DELIVERIES && (token === 'old' || rotated),
    async (model, { containers, rotation }) => {
      model.deliveries += 1;
      if (token === 'new') await rotation;
      await containers[at]?.deliver(body, token);
    },
  );

const enqueueOld = (body: Body) =>
  command(
    `enqueue ${body.body}`,
    ({ deliveries }) => deliveries < MAX_DELIVERIES,
    (model, { system }) => {
      model.deliveries += 1;
      system.enqueueOld(body);
    },
  );

const redrive = (at: number) =>
  command(
    `redrive by ${at}`,
    () => true,
    (_, { containers }) => containers[at]?.redrive(),
  );

const rotate = () =>
  command(
    'rotate the token',
    ({ rotated }) => !rotated,
    (model, real) => {
      model.rotated = true;
      real.rotation = real.system.rotateToken();
      return real.rotation;
    },
  );

const fail = (fault: Fault) =>
  command(
    `fail: ${fault}`,
    ({ faults }) => faults < MAX_FAULTS,
    (model, { system }) => {
      model.faults += 1;
      system.fail(fault);
    },
  );

const body = fc.constantFrom(...DISTINCT, ...WITH_MORE_NAMES);
const container = fc.nat({ max: CONTAINERS - 1 });
const commands = fc.commands(
  [
    fc.tuple(body, container, fc.constantFrom<TokenId>('old', 'new')).map((args) => deliver(...args)),
    fc.tuple(body, container, fc.constant<TokenId>('old')).map((args) => deliver(...args)),
    body.map(enqueueOld),
    container.map(redrive),
    fc.constant(rotate()),
    fc.constantFrom<Fault>('none', 'request lost', 'answer lost', 'throttled').map(fail),
  ],
  { maxCommands: 12 },
);

test('after any commands in any order, the item is the pure merge of all that was posted', async () => {
  const schedule = fc.asyncProperty(fc.scheduler(), fc.boolean(), commands, async (s, sendsOldItem, todo) => {
    const system = startSystem(s, { sendsOldItem, readsTokens: true });
    const containers = Array.from({ length: CONTAINERS }, () => system.container());
    const real: Real = { system, containers, rotation: Promise.resolve(), pending: [] };
    const model: Model = { deliveries: 0, faults: 0, rotated: false };
    await fc.scheduledModelRun(s, () => ({ model, real }), todo);
    await s.waitFor(Promise.all(real.pending));
    await s.waitFor(system.container().redrive());
    if (system.delivered.length > 0) await expectPureMerge(system.delivered, system);
  });
  await fc.assert(schedule, { seed: 1, numRuns: cases(400, 8_000) });
});
