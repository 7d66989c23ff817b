import { FIREWALL_STATUS, FIREWALL_TEXT } from '../model/firewall-words.ts';

/** The firewall's own refusal of a plain request. Its text counts in plain text only: a page may quote it. */
export function isFirewallDenial(status: number, contentType: string, body: string): boolean {
  if (status === FIREWALL_STATUS) return true;
  return /^text\/plain\b/i.test(contentType) && FIREWALL_TEXT.every((part) => part.test(body));
}
