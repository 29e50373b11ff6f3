#!/usr/bin/env node
import { main } from './main.ts';

// CONTRIBUTING.md says which Node versions are supported; the AWS SDK would print it at every run
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
await main(process.argv);
