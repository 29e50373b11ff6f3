/** No operation that we call streams events; the code for it would share modules with what starts, and so split it. */
export class EventStreamSerde {
  constructor() {
    throw new Error('Event streams were left out of the bundle: see build/plugins/left-out.ts.');
  }
}

export const eventStreamSerdeProvider = () => undefined;
