/** A rule plan, written in any of the languages. */
import type { RuleFormat } from './rule-format.ts';
import type { RulePlan } from './rule-plan.ts';
import { writeArm } from './write-arm.ts';
import { writeAzureCli } from './write-azure-cli.ts';
import { writeBicep } from './write-bicep.ts';
import { writeCsv } from './write-csv.ts';
import { writeMarkdown } from './write-markdown.ts';
import { writeTerraform } from './write-terraform.ts';

const WRITERS: Readonly<Record<RuleFormat, (plan: RulePlan) => string>> = {
  bicep: writeBicep,
  arm: writeArm,
  terraform: writeTerraform,
  cli: writeAzureCli,
  csv: writeCsv,
  markdown: writeMarkdown,
};

/** Ends in a line break. */
export function writeRules(plan: RulePlan, format: RuleFormat): string {
  return WRITERS[format](plan);
}
