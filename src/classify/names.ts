/** Which names belong to one owner: a private CA may well issue for all of them, and prove nothing about inspection. */

/** Domains under which one provider runs services that are nobody else's to issue for. */
const SHARED = [
  'azure.com',
  'azure.us',
  'azure.cn',
  'windows.net',
  'microsoft.com',
  'usgovcloudapi.net',
  'chinacloudapi.cn',
];

/** The domain that somebody registered, as far as can be told without the public suffix list. */
export function registeredDomain(host: string): string {
  const labels = host.toLowerCase().replace(/\.$/, '').split('.');
  const two = labels.slice(-2).join('.');
  // `co.uk`, `com.au` …: a short label under a country code is a registry's.
  return /^[a-z]{2,3}\.[a-z]{2}$/.test(two) ? labels.slice(-3).join('.') : two;
}

/** What tells owners apart or, under a provider's domain, services. */
function ownerOf(host: string): string {
  const domain = registeredDomain(host);
  return SHARED.includes(domain) ? host.toLowerCase().split('.').slice(-3).join('.') : domain;
}

/** Names for which no one far end's own CA would sign. */
export function unrelated(hosts: readonly string[]): boolean {
  return new Set(hosts.map(ownerOf)).size > 1;
}

export function isAddress(host: string): boolean {
  return /^\d{1,3}(?:\.\d{1,3}){3}$/.test(host) || host.includes(':');
}
