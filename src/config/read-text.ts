/** Readers of everything that is neither a host nor a file. */
import { didYouMean } from './nearest.ts';
import { firstUnprintable, hasControlCharacter, quoted, type Reader, read, refuse } from './read-value.ts';

export function readOneOf<T extends string>(known: readonly T[]): Reader<T> {
  return (text) => {
    const found = known.find((one) => one === text.toLowerCase());
    if (found !== undefined) return read(found);
    const wayOut = `${didYouMean(text, known)}Write one of ${known.join(', ')}`;
    return refuse(`${quoted(text)} is not known here`, wayOut);
  };
}

/** `True` and `False` too: templates write them so. */
export const readBoolean: Reader<boolean> = (text) => {
  switch (text.toLowerCase()) {
    case 'true':
    case '1':
      return read(true);
    case 'false':
    case '0':
      return read(false);
    default:
      return refuse(`${quoted(text)} is neither true nor false`, 'Write true or false');
  }
};

export function readInteger(from: number, to: number, unit = ''): Reader<number> {
  return (text) => {
    const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    return value >= from && value <= to
      ? read(value)
      : refuse(`${quoted(text)} is out of range`, `Write a whole number from ${from} to ${to}${unit && ` ${unit}`}`);
  };
}

export const readGuid: Reader<string> = (text) =>
  /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)
    ? read(text.toLowerCase())
    : refuse(`${quoted(text)} is no GUID`, 'Write it as 8-4-4-4-12 hexadecimal digits');

export const readWorkspaceId: Reader<string> = (text) =>
  text.toLowerCase().startsWith('/subscriptions/')
    ? refuse(
        `${quoted(text)} is a resource id`,
        'Write the workspace id, the GUID on the overview page of the Log Analytics workspace',
      )
    : readGuid(text);

/** A name as people see it in rows and tables. */
export function readLabel(longest: number): Reader<string> {
  return (text) => {
    if (text.trim() === '') return refuse('it is empty', 'Write a name');
    if (hasControlCharacter(text))
      return refuse(`${quoted(text)} holds control characters`, 'Write one line of plain text');
    if (text.length > longest) return refuse(`it is ${text.length} characters long`, `Write at most ${longest}`);
    return read(text.trim());
  };
}

/** What follows the host in a request line. Nothing that could end the line gets through. */
export const readPath: Reader<string> = (text) => {
  if (!text.startsWith('/')) return refuse(`${quoted(text)} does not begin with a slash`, 'Write a path such as /ping');
  const bad = firstUnprintable(text);
  if (bad !== undefined) {
    return refuse(`${quoted(text)} holds the character ${bad}`, 'Write blanks and special characters percent-encoded');
  }
  if (text.includes('#'))
    return refuse(`${quoted(text)} holds a fragment`, 'A fragment is never sent: leave out # and what follows');
  if (text.length > 2048) return refuse(`it is ${text.length} characters long`, 'Write at most 2048');
  return read(text);
};

export const readIngestionEndpoint: Reader<string> = (text) => {
  const wayOut = 'Write the logs ingestion URI of the DCE or DCR: https://NAME.REGION-1.ingest.monitor.azure.com';
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'https:') return refuse(`${quoted(text)} is no https address`, wayOut);
  if (url.username || url.password || url.search || url.hash || url.pathname !== '/') {
    return refuse(`${quoted(text)} holds more than scheme, host and port`, wayOut);
  }
  return read(url.origin);
};

export const readRuleId: Reader<string> = (text) => {
  const wayOut =
    "Write the immutable id of the data collection rule: dcr- and 32 hexadecimal digits, from the rule's JSON view";
  if (text.startsWith('/')) return refuse(`${quoted(text)} is a resource id`, wayOut);
  return /^dcr-[0-9a-z-]+$/i.test(text) ? read(text) : refuse(`${quoted(text)} is no immutable id`, wayOut);
};

export const readStream: Reader<string> = (text) =>
  /^(?:Custom|Microsoft)-[A-Za-z0-9_]+$/.test(text)
    ? read(text)
    : refuse(`${quoted(text)} is no stream`, 'Write Custom- and the table, for example Custom-AgentPathProbe_CL');

/** A blob container's URL, or a folder. */
export const readStore: Reader<string> = (text) => {
  if (hasControlCharacter(text)) return refuse(`${quoted(text)} holds control characters`, 'Write a URL or a folder');
  if (!/^[a-z][a-z0-9+.-]+:\/\//i.test(text)) return read(text);
  const wayOut = 'Write https://ACCOUNT.blob.core.windows.net/CONTAINER, or a folder';
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || url.username || url.password || url.hash) return refuse(`${quoted(text)} is no container's URL`, wayOut);
  // A shared access signature is a secret, and the app has an identity.
  if (url.search) return refuse('the URL holds a query', `${wayOut}; the app uses its identity, never a signature`);
  const local = ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && local)) {
    return refuse(`${quoted(text)} is not https`, wayOut);
  }
  if (url.pathname.replaceAll('/', '') === '') return refuse(`${quoted(text)} names no container`, wayOut);
  return read(text.replace(/\/+$/, ''));
};
