import { describe, expect, it } from 'vitest';
import { check } from '../../src/escalate/validate.ts';

const NOW = Date.parse('2026-03-04T12:00:00Z');

describe('answers are checked where they are typed', () => {
  const table: [kind: Parameters<typeof check>[0], value: string, result: ReturnType<typeof check>][] = [
    ['reply', '550 5.1.1 User unknown', {}],
    ['reply', '550', { error: 'reply-is-bare-number' }],
    ['reply', '550 5.1.1', { error: 'reply-is-bare-number' }],
    ['reply', '', { error: 'empty' }],
    ['text', 'n/a', { warning: 'placeholder' }],
    ['address', 'dana@example.net', { warning: 'documentation-address' }],
    ['address', 'dana@bouncedesk.dev', {}],
    ['address', '<>', {}],
    ['address', 'dana at somewhere', { error: 'address-syntax' }],
    ['time', '2026-03-04T09:12:29Z', {}],
    ['time', 'Wed, 4 Mar 2026 09:12:29 +0000 (UTC)', {}],
    ['time', '2026-03-04 09:12:29', { error: 'time-without-zone' }],
    ['time', 'yesterday', { error: 'time-unreadable' }],
    ['time', '2026-01-01T09:12:29Z', { warning: 'time-too-old' }],
    ['time', '2027-01-01T09:12:29+01:00', { error: 'time-in-future' }],
    ['ip', '10.1.2.3', { error: 'ip-private' }],
    ['ip', '192.168.0.1', { error: 'ip-private' }],
    ['ip', '172.31.0.1', { error: 'ip-private' }],
    ['ip', '[192.0.2.10]', { warning: 'documentation-address' }],
    ['ip', '8.8.8.999', { error: 'ip-syntax' }],
    ['ip', '2001:db8::1', { warning: 'documentation-address' }],
    ['ip', 'fd00::1', { error: 'ip-private' }],
    ['ip', '1:2', { error: 'ip-syntax' }],
    ['host', 'mx.mail.bouncedesk.dev.', {}],
    ['host', 'mx', { error: 'host-syntax' }],
    ['message-id', '<a.b@host.example>', {}],
    ['message-id', 'abc', { error: 'message-id-syntax' }],
    ['auth-results', 'spf=pass dkim=pass dmarc=fail', {}],
    ['auth-results', 'spf=pass', { warning: 'auth-results-incomplete' }],
    ['number', 'about 400 a day', {}],
    ['number', 'many', { error: 'number-expected' }],
    ['relay-id', 'anything', {}],
  ];
  for (const [kind, value, result] of table)
    it(`${kind}: ${JSON.stringify(value)}`, () => expect(check(kind, value, NOW)).toEqual(result));

  it('warns about a message id of another shape than the sending service gives', () => {
    expect(check('relay-id', '12345', NOW, '^[0-9a-f]{8}-[0-9a-f]{4}$')).toEqual({ warning: 'relay-id-syntax' });
    expect(check('relay-id', '0011aabb-0011', NOW, '^[0-9a-f]{8}-[0-9a-f]{4}$')).toEqual({});
  });
});
