/** Where a target comes from: what `targets --explain` shows, and what a firewall rule gives as its reason. Never persisted with evidence. */
/** `DOC`: a vendor's page or source says so. `FIELD`: seen by people in the field. `INFER`: our own conclusion. */
export type Grade = 'DOC' | 'FIELD' | 'INFER';

export interface Source {
  /** Short name of the page. */
  readonly key: string;
  /** Repository and path of the page. */
  readonly page: string;
  /** The page's own date, or the month in which it was read where it shows none. */
  readonly date: string;
  readonly grade: Grade;
}

export interface Origin {
  /** `override`: of the catalogue, changed. `discovered`: told by a service. `derived`: named by a certificate that was seen. */
  readonly kind: 'catalogue' | 'own' | 'override' | 'discovered' | 'derived';
  /** Id of the catalogue's entry. */
  readonly entry?: string;
  /** What filled the placeholders: `{ region: 'westeurope' }`. */
  readonly values?: Readonly<Record<string, string>>;
  readonly sources: readonly Source[];
  /** The documented wildcard that covers the host, such as `*.his.arc.azure.com`. */
  readonly pattern?: string;
  /** Service tags whose addresses serve the host, where the documents say so. */
  readonly serviceTags: readonly string[];
  /** `file:line:column`, a setting, the target that was asked, or the certificate that names it. */
  readonly place?: string;
}
