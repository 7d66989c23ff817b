import packageJson from '../../package.json' with { type: 'json' };

/** agentpath's own version, as every record carries it. */
export const VERSION: string = packageJson.version;
