/**
 * The firewall's own words. Azure Firewall answers a plain request that no rule allows with status 470 and a text body; the body has changed over
 * the years (2021: with client address and URL; 2023 and later: `Action: Deny. Reason: No rule matched. Proceeding with default action.`).
 */
export function isFirewallDenial(status: number, contentType: string, body: string): boolean {
  if (status === 470) return true;
  return (
    /^text\/plain\b/i.test(contentType) &&
    /Action: Deny/.test(body) &&
    /rule matched|Rule Collection|Reason:/i.test(body)
  );
}
