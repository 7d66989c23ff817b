/** What one writes without thinking: `https.get` for every host, so many at a time. Arguments: list, root, concurrency. Prints how many answered. */
import { readFileSync } from 'node:fs';
import { Agent, get } from 'node:https';

const [list = '', root = '', concurrency = ''] = process.argv.slice(2);
const hosts = readFileSync(list, 'utf8').trim().split('\n');
const agent = new Agent({ ca: readFileSync(root, 'utf8'), maxSockets: Number(concurrency) });
let next = 0;
let answered = 0;

async function worker(): Promise<void> {
  for (let host = hosts[next++]; host !== undefined; host = hosts[next++]) if (await answers(host)) answered += 1;
}

function answers(host: string): Promise<boolean> {
  return new Promise((resolve) => {
    get({ host, agent }, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode === 200)).on('error', () => resolve(false));
    }).on('error', () => resolve(false));
  });
}

await Promise.all(Array.from({ length: Number(concurrency) }, worker));
console.log(answered);
