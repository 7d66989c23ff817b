import type { GetTokenOptions, TokenCredential } from '@azure/identity';

/**
 * With a client id the user-assigned managed identity, otherwise what a developer is signed in with (or whatever identity the environment
 * names). The library is loaded with the first token that is asked for, so that commands which need none start fast.
 */
export function credentialFor(clientId?: string): TokenCredential {
  let credential: Promise<TokenCredential> | undefined;
  return {
    async getToken(scopes: string | string[], options?: GetTokenOptions) {
      credential ??= load(clientId);
      return (await credential).getToken(scopes, options);
    },
  };
}

async function load(clientId: string | undefined): Promise<TokenCredential> {
  const { DefaultAzureCredential, ManagedIdentityCredential } = await import('@azure/identity');
  return clientId === undefined ? new DefaultAzureCredential() : new ManagedIdentityCredential({ clientId });
}
