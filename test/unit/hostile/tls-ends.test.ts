import { describe, test } from 'vitest';
import { TLS_ENDS } from '../../hostile/zoo-tls.ts';
import { holdsAgainst } from './holds.ts';

describe.concurrent('hostile bytes where TLS is due', () => {
  test.for(TLS_ENDS.map((end) => [end.name, end] as const))('%s', async ([, end]) => {
    await holdsAgainst(end);
  });
});
