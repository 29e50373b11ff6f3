import { Command } from '@commander-js/extra-typings';

export const command = () => new Command('unwire');
