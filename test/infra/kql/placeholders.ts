/** `{{name}}`: what the template writes into a query when it is deployed. The samples stand in for it here. */
const SAMPLES: Readonly<Record<string, string>> = {
  vantages: "'hub-west', 'spoke-1'",
  expectedInterval: '5m',
  agentSubnets: "'10.1.0.0/24', '10.2.0.0/24'",
  probeSubnets: "'10.9.0.0/27'",
  firewallWorkspace: '',
};
const PLACEHOLDER = /\{\{(\w+)\}\}/g;

export function placeholdersIn(text: string): readonly string[] {
  return [...new Set([...text.matchAll(PLACEHOLDER)].map(([, name = '']) => name))];
}

/** @param values Instead of the samples. An unknown name is refused. */
export function filled(text: string, values: Readonly<Record<string, string>> = {}): string {
  return text.replace(PLACEHOLDER, (_, name: string) => {
    const value = values[name] ?? SAMPLES[name];
    if (value === undefined) throw new Error(`{{${name}}} is no placeholder that the template fills`);
    return value;
  });
}
