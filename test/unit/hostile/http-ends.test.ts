import { describe, expect, test } from 'vitest';
import { BANNERS, HTTP_ENDS, httpInsideTls } from '../../hostile/zoo-http.ts';
import { publicKeyInfrastructure } from '../../support/certificates.ts';
import { holdsAgainst } from './holds.ts';

describe.concurrent('hostile answers in clear', () => {
  test.for(HTTP_ENDS.map((end) => [end.name, end] as const))('%s', async ([, end]) => {
    await holdsAgainst(end);
  });
});

describe.concurrent('hostile banners', () => {
  test.for(BANNERS.map((end) => [end.name, end] as const))('%s', async ([, end]) => {
    await holdsAgainst(end);
  });
});

describe('hostile answers inside TLS', () => {
  const pki = publicKeyInfrastructure('Private');
  test('none is an excuse to trust a private chain', async () => {
    const { chain, leaf } = await pki;
    const ends = httpInsideTls({ cert: chain, key: leaf.key });
    expect(ends.length).toBeGreaterThan(20);
    for (const end of ends) await holdsAgainst(end);
  });
});
