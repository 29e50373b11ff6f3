import { jest } from '@jest/globals';

// The scheduler decides when a request arrives: how long the pause before it was makes no difference.
// Imported first: swc does not move the mock above the imports
jest.mock('node:timers/promises', () => ({ setTimeout: async () => undefined }));
