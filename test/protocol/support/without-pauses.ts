import { jest } from '@jest/globals';

// The scheduler decides when a request arrives, so the length of the pause before it makes no difference.
// Must be imported first, because swc does not move the mock above the imports
jest.mock('node:timers/promises', () => ({ setTimeout: async () => undefined }));
