/** The phases of one probe, in the order in which one connection goes through them. `proxy` is the CONNECT of an explicit proxy. */
export const PHASES = ['dns', 'tcp', 'proxy', 'tls', 'http'] as const;
export type Phase = (typeof PHASES)[number];
