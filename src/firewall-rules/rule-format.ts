/** The languages in which rules can be written. Apart from the writers, so that a help text loads none of them. */
export const RULE_FORMATS = ['bicep', 'arm', 'terraform', 'cli', 'csv', 'markdown'] as const;
export type RuleFormat = (typeof RULE_FORMATS)[number];
