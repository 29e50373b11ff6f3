import dns from 'node:dns';

/**
 * Loaded into a process of the tool: the endpoint of a stack is a name below `localhost`, which not every machine
 * resolves. Each name leads to this machine, so that no other host is called.
 */
const { lookup } = dns;

dns.lookup = (_name, ...rest) => lookup('127.0.0.1', ...rest);
