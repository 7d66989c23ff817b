/** What a plain Node client says: one GET, as most programs do it. Arguments: a URL, and the PEM file of the roots to trust. */
import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';

const [url = '', roots = ''] = process.argv.slice(2);
const signal = AbortSignal.timeout(6000);
const deadline = { signal };
const request = url.startsWith('https:')
  ? https.get(url, { ...deadline, ca: readFileSync(roots) })
  : http.get(url, deadline);
request.on('response', (response) => {
  console.log(`HTTP ${response.statusCode}`);
  response.destroy();
});
request.on('error', (error: NodeJS.ErrnoException) => {
  console.log(signal.aborted ? 'no answer in 6 s' : (error.code ?? error.message));
});
