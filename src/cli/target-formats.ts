/** Apart, so that `--help` loads no more. */
export const TARGET_FORMATS = ['table', 'json', 'yaml', 'csv', 'markdown'] as const;
export type TargetFormat = (typeof TARGET_FORMATS)[number];
