#!/usr/bin/env node
import { register } from 'tsx/esm/api';

// CONTRIBUTING.md says which Node versions are supported; the AWS SDK would print it at every run
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
register();
const { main } = await import('./main.ts');
await main(process.argv);
