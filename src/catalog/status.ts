/** Enhanced status codes (RFC 3463) as rules name them: one by one, as a range, as all of a subject. */

/** A pattern of statuses as numbers: class 0 is any, -1 is any number. */
export interface StatusPattern {
  class: number;
  subject: number;
  from: number;
  to: number;
}

/** `5.7.26`, `x.7.1`, `5.7.*`, `5.*`, `5.7.606-649`. */
export function statusPattern(wanted: string): StatusPattern {
  const [digit = '', subject = '*', detail = '*'] = wanted.split('.');
  const [from = '', to = from] = detail.split('-');
  return {
    class: digit === 'x' ? 0 : Number(digit),
    subject: subject === '*' ? -1 : Number(subject),
    from: detail === '*' ? -1 : Number(from),
    to: detail === '*' ? -1 : Number(to),
  };
}

/** @param status such as `5.7.26`; an absent one fits nothing */
export function fitsStatus(patterns: readonly StatusPattern[], status: string | undefined): boolean {
  if (status === undefined) return false;
  const subjectEnd = status.indexOf('.', 2);
  const digit = status.charCodeAt(0) - 48;
  const subject = Number(status.slice(2, subjectEnd));
  const detail = Number(status.slice(subjectEnd + 1));
  for (const wanted of patterns)
    if (
      (wanted.class === 0 ? digit === 4 || digit === 5 : wanted.class === digit) &&
      (wanted.subject < 0 || wanted.subject === subject) &&
      (wanted.from < 0 || (detail >= wanted.from && detail <= wanted.to))
    )
      return true;
  return false;
}
