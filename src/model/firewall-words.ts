/**
 * The words of Azure Firewall: it answers a plain request that no rule allows with an unofficial status and a text body. The body has changed over
 * the years (2021: with client address and URL; 2023 and later: `Action: Deny. Reason: No rule matched. Proceeding with default action.`).
 * Probing keeps such an answer as a failure of its own, judging reads it wherever else it was said; both mean the same words.
 */

/** No other product is known to send it. */
export const FIREWALL_STATUS = 470;
/** Both occur in every version of the body. */
export const FIREWALL_TEXT = [/Action: Deny/i, /rule matched|Rule Collection|Reason:/i] as const;
