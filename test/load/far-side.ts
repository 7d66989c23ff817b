/** What the far side's process (far-process.ts) says first. */
export interface FarSide {
  readonly port: number;
  readonly ingestion: string;
  /** PEM. */
  readonly root: string;
}
export const RULE_ID = 'dcr-00000000000000000000000000000000';
