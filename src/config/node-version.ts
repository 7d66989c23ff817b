/** Older ones lack what the probes need from TLS and from module loading. */
const OLDEST = { major: 22, minor: 12 } as const;

/** Why this Node cannot run agentpath, with the way out; undefined where it can. `version` as in `process.version`. */
export function refuseOldNode(version: string): string | undefined {
  const [, major, minor] = /^v?(\d+)\.(\d+)\./.exec(version) ?? [];
  const recent =
    major !== undefined &&
    (Number(major) > OLDEST.major || (Number(major) === OLDEST.major && Number(minor) >= OLDEST.minor));
  if (recent) return undefined;
  return (
    `agentpath needs Node ${OLDEST.major}.${OLDEST.minor} or newer, and this is ${version}. ` +
    'On a machine: install Node 24 from https://nodejs.org and start again. In Azure: set the runtime of the function app to Node 24.'
  );
}
