import fc from 'fast-check';

// A property that notices a mutant mostly does so in its first runs, and each mutant costs a run of all of them
fc.configureGlobal({ numRuns: 25 });
