/**
 * The far side of many runs, in a process of its own: an HTTPS server that every target is, and the Logs Ingestion endpoint. What a server's
 * TLS library keeps for thousands of connections is not what is measured. Says where it is, and answers every message with the rows it took.
 */
import { createServer } from 'node:https';
import { COLUMNS, STREAM } from '../../src/record/columns.ts';
import { startLogsIngestion } from '../../src/simulator/logs-ingestion.ts';
import { issue } from '../support/certificates.ts';
import { type FarSide, RULE_ID } from './far-side.ts';

const root = await issue({ name: 'CN=load root', ca: true });
const certificate = await issue({ name: 'CN=far end', issuer: root, addresses: ['127.0.0.1'] });
const endpoint = await startLogsIngestion({
  columns: COLUMNS,
  stream: STREAM,
  ruleId: RULE_ID,
  certificate,
  keepRows: 1,
});
const server = createServer({ key: certificate.key, cert: certificate.cert }, (_, response) => response.end('Healthy'));
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has an address and a port');
  process.send?.({ port: address.port, ingestion: endpoint.url, root: root.cert } satisfies FarSide);
});
process.on('message', () => process.send?.(endpoint.accepted()));
process.on('disconnect', () => process.exit(0));
