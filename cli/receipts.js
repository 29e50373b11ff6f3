#!/usr/bin/env node
import { register } from 'tsx/esm/api';

// Which Node versions are supported is said in CONTRIBUTING.md; the AWS SDK would say it at every run
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
register();
const { main } = await import('./main.ts');
await main(process.argv);
