/** A DNS name in lower case that a far end or a certificate gave: labels of RFC 1123, at least two, the last of them no number, so never an address. */
export const HOST_NAME = /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
