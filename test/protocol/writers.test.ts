import './support/without-pauses.ts';
import { test } from '@jest/globals';
import { deliverAll, distinct, expectConvergence, type Situation, withCopies } from './support/situation.ts';

const SITUATIONS: readonly Situation[] = [
  { what: 'two writers of one message', bodies: distinct(2), act: deliverAll },
  { what: 'three writers of one message, copies among them', bodies: withCopies(3), act: deliverAll },
  {
    what: 'two requests to one container, and one to another',
    bodies: withCopies(3),
    act: (system, [first, ...others]) => {
      const container = system.container();
      return [...others.map((body) => container.deliver(body)), ...deliverAll(system, first ? [first] : [])];
    },
  },
  {
    what: 'a replay of a recorded body beside two writers',
    bodies: withCopies(3),
    act: (system, [first, ...others]) => {
      const container = system.container();
      const replay = first ? container.deliver(first).then(() => container.deliver(first)) : Promise.resolve();
      return [replay, ...deliverAll(system, others)];
    },
  },
  {
    what: 'a redrive of an old body beside two writers',
    bodies: withCopies(3),
    act: (system, [old, ...others]) => {
      if (old) system.enqueueOld(old);
      return [system.container().redrive(), ...deliverAll(system, others)];
    },
  },
];

test.each(SITUATIONS)('$what: in every order the item is the pure merge', expectConvergence);
