const REASONS: Readonly<Record<number, string>> = {
  200: 'OK',
  204: 'No Content',
  301: 'Moved Permanently',
  302: 'Found',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  407: 'Proxy Authentication Required',
  421: 'Misdirected Request',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

type Headers = Readonly<Record<string, string>>;

/** Status line, headers and the empty line. */
export function responseHead(status: number, headers: Headers, reason?: string): string {
  const lines = [
    `HTTP/1.1 ${status} ${reason ?? REASONS[status] ?? `status code ${status}`}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ];
  return `${lines.join('\r\n')}\r\n\r\n`;
}

/** A whole answer, for `say`: a captive portal, another proxy's 407, a block page. The body in ASCII. */
export function httpMessage(status: number, headers: Headers = {}, body = ''): { readonly text: string } {
  return { text: `${responseHead(status, { ...headers, 'Content-Length': String(body.length) })}${body}` };
}
