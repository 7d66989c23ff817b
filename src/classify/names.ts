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

/** The part of a name that tells owners (or, under a provider's domain, services) apart. */
export function ownerOf(host: string): string {
  const labels = host.toLowerCase().replace(/\.$/, '').split('.');
  const two = labels.slice(-2).join('.');
  // `co.uk`, `com.au` …: a short label under a country code is a registry's, as far as can be told without the public suffix list.
  const registry = /^[a-z]{2,3}\.[a-z]{2}$/.test(two);
  return SHARED.includes(two) || registry ? labels.slice(-3).join('.') : two;
}

export function unrelated(hosts: readonly string[]): boolean {
  return new Set(hosts.map(ownerOf)).size > 1;
}

export function isAddress(host: string): boolean {
  return /^\d{1,3}(?:\.\d{1,3}){3}$/.test(host) || host.includes(':');
}
