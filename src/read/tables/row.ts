import type { Action } from '../../types.ts';
import { said } from '../answer.ts';
import { addressIn, eventTime, messageId, positive } from '../events/shape.ts';
import { lastDetail } from '../logs/exchange.ts';
import { type Attempt, given, hostAndIp, type Seen } from '../logs/family.ts';
import type { Column, Columns } from './columns.ts';
import type { Cell, Row } from './csv.ts';

/** Words of event and status columns, without blanks and signs. Letters alone are PowerMTA's record types. */
const FATES: Readonly<Record<string, Action>> = Object.fromEntries([
  ...'fail failed failure bounce bounced hardbounce hardbounced softbounce softbounced reject rejected dropped drop blocked badmail undeliverable undelivered notdelivered expired invalid invalidemail error permanent permfail bouncedhard bouncedsoft b rb'
    .split(' ')
    .map((word) => [word, 'failed'] as const),
  ...'defer deferred deferral delay delayed pending retry retrying transient tempfail temporary t tq rs gettingstatus'
    .split(' ')
    .map((word) => [word, 'delayed'] as const),
  ...'delivered deliver delivery sent send relayed d success successful ok open opened click clicked receive received processed submit accepted queued r hareceive expand resolve transfer agentinfo dsn notificationsent'
    .split(' ')
    .map((word) => [word, 'delivered'] as const),
]);

/** What one row of an export tells; undefined where it tells of no try to deliver. */
export function attemptOf(row: Row, columns: Columns): Attempt | undefined {
  const cell = (column: Column): Cell | undefined => filled(row, columns, column)[0];
  const text = (column: Column): string | undefined => cell(column)?.text;
  const answer = answerOf(row, columns);
  const spoken = said(answer?.written ?? answer?.cell.text ?? '');
  const action = actionOf(filled(row, columns, 'event'), spoken.reply);
  if (action === undefined) return undefined;
  const sender = text('sender');
  const seen: Seen = {
    ...given('recipient', addressIn(text('recipient'))),
    ...(sender === '<>' ? { sender } : given('sender', addressIn(sender))),
    ...given('from', addressIn(text('from'))),
    ...given('subject', text('subject')),
    ...given('status', /[245]\.\d{1,3}\.\d{1,3}/.exec(text('status') ?? '')?.[0]),
    ...hostOf(text('host'), text('remoteIp')),
    ...given('sendingIp', text('sendingIp')),
    ...given('time', eventTime(text('time'))),
    ...given('messageId', messageId(text('messageId'))),
    ...given('relayId', text('relayId')),
    ...given('queueId', text('queueId')),
    ...given('category', text('category')),
    ...given('attempts', positive(text('attempts'))),
    ...given('reporter', text('reporter')),
    ...answer?.seen,
  };
  const key = seen.queueId ?? seen.relayId ?? seen.messageId;
  return {
    is: 'attempt',
    action,
    seen,
    ...(answer === undefined || action === 'delivered' ? {} : { answer: answer.cell.span, written: answer.written }),
    ...(key === undefined ? {} : { key }),
  };
}

function filled(row: Row, columns: Columns, column: Column): Cell[] {
  return (columns.get(column) ?? []).flatMap((place) => {
    const cell = row.cells[place];
    return cell === undefined || cell.text.trim() === '' || cell.text === '-' ? [] : [cell];
  });
}

/** A word of the event column; where it says nothing known, the reply code. */
function actionOf(events: readonly Cell[], reply: number | undefined): Action | undefined {
  for (const { text } of events) {
    const action = FATES[text.toLowerCase().replace(/[^a-z]/g, '')];
    if (action !== undefined) return action;
  }
  if (reply === undefined || reply < 400) return undefined;
  return reply < 500 ? 'delayed' : 'failed';
}

interface Answered {
  cell: Cell;
  written: string;
  seen: Seen;
}

/** The cell that holds the server's answer: one with a code before one without; a code in a column of its own goes in front. */
function answerOf(row: Row, columns: Columns): Answered | undefined {
  const cells = filled(row, columns, 'answer');
  const cell =
    cells.find(({ text }) => said(text).reply !== undefined) ??
    cells.find(({ text }) => said(text).status !== undefined) ??
    cells[0];
  if (cell === undefined) return undefined;
  const detail = lastDetail(cell.text, cell.text.toLowerCase());
  const words = detail === undefined ? cell.text : cell.text.slice(...detail.answer);
  const code = filled(row, columns, 'code')[0]?.text.trim() ?? '';
  const lone = /^[45]\d\d$/.test(code) && said(words).reply === undefined;
  return { cell, written: lone ? `${code} ${words}` : words, seen: detail?.seen ?? {} };
}

/** `mx.example.net (192.0.2.10)`, `mx.example.net`, and an address in a column of its own. */
function hostOf(host = '', ip = ''): Seen {
  const inside = /^([^\s()[\]]{1,255})\s{0,3}[([]([0-9A-Fa-f.:]{2,45})[)\]]/.exec(host);
  return hostAndIp(`${inside?.[1] ?? host}[${inside?.[2] ?? ip}]`);
}
