/** What a column of an export tells, by the names that exports give it. */
export type Column =
  | 'recipient'
  | 'sender'
  | 'from'
  | 'subject'
  | 'answer'
  | 'status'
  | 'event'
  | 'code'
  | 'host'
  | 'remoteIp'
  | 'sendingIp'
  | 'time'
  | 'messageId'
  | 'relayId'
  | 'queueId'
  | 'category'
  | 'attempts'
  | 'reporter';

/** Names in lower case without blanks and signs. Within a line the more telling name stands first: it wins where two are there. */
const NAMES: Readonly<Record<Column, readonly string[]>> = {
  recipient: [
    'recipientaddress',
    'finalrecipient',
    'recipient',
    'rcpt',
    'rcptto',
    'recipients',
    'toaddress',
    'emailto',
    'to',
    'email',
    'emailaddress',
    'destination',
    'address',
  ],
  sender: [
    'returnpath',
    'mailfrom',
    'envelopefrom',
    'envelopesender',
    'orig',
    'senderaddress',
    'sender',
    'senderemail',
  ],
  from: ['from', 'fromaddress', 'headerfrom', 'fromemail'],
  subject: ['messagesubject', 'subject'],
  answer: [
    'dsndiag',
    'diagnosticcode',
    'diagnostic',
    'recipientstatus',
    'smtpresponse',
    'smtpreply',
    'serverresponse',
    'response',
    'reply',
    'bouncereason',
    'reason',
    'errormessage',
    'lasterror',
    'error',
    'statusmessage',
    'bouncemessage',
    'message',
    'detail',
    'details',
    'description',
    'log',
    'result',
    'sourcecontext',
    'notes',
    'comment',
  ],
  status: ['dsnstatus', 'enhancedstatuscode', 'enhancedcode', 'dsn', 'statuscode'],
  event: [
    'eventid',
    'dsnaction',
    'event',
    'eventtype',
    'deliverystatus',
    'action',
    'type',
    'status',
    'state',
    'result',
  ],
  code: ['smtpcode', 'replycode', 'smtpstatus', 'code', 'responsecode', 'errorcode'],
  host: [
    'dsnmta',
    'remotemta',
    'remotehost',
    'mxhost',
    'mx',
    'host',
    'recipientserver',
    'destinationserver',
    'serverhostname',
    'server',
  ],
  remoteIp: ['dlvdestinationip', 'remoteip', 'destinationip', 'serverip'],
  sendingIp: ['dlvsourceip', 'sendingip', 'sourceip', 'outboundip'],
  time: [
    'timelogged',
    'datetime',
    'eventtime',
    'timestamp',
    'time',
    'bouncedat',
    'date',
    'datestamp',
    'sentat',
    'sendtime',
    'senttime',
    'created',
    'createdat',
    'received',
  ],
  messageId: ['messageid', 'headermessageid', 'internetmessageid'],
  relayId: ['emailid', 'sgmessageid', 'messageuuid', 'networkmessageid'],
  queueId: ['queueid', 'internalmessageid', 'mailid'],
  category: [
    'bouncecat',
    'bouncecategory',
    'bounceclassification',
    'bounceclass',
    'bouncetype',
    'classification',
    'category',
    'severity',
  ],
  attempts: ['attempts', 'attempt', 'numretries', 'tries', 'retries'],
  reporter: ['srcmta', 'reportingmta', 'clienthostname'],
};

/** What a name stands for (`result` for two things), and how telling it is among the names of the same column. */
const COLUMNS: ReadonlyMap<string, readonly { column: Column; rank: number }[]> = Map.groupBy(
  (Object.entries(NAMES) as [Column, readonly string[]][]).flatMap(([column, names]) =>
    names.map((name, rank) => ({ name, column, rank })),
  ),
  ({ name }) => name,
);

/** For each column that was recognised, the places that may hold it, the more telling first. */
export type Columns = ReadonlyMap<Column, readonly number[]>;

/**
 * Reads a header row.
 * @returns undefined where it is none: a table of failures has a recipient or a sender, and an answer or a status
 */
export function columnsOf(header: readonly string[]): Columns | undefined {
  const found: { column: Column; rank: number; place: number }[] = [];
  for (const [place, name] of header.entries())
    for (const known of COLUMNS.get(name.toLowerCase().replace(/[^a-z0-9]/g, '')) ?? [])
      found.push({ ...known, place });
  if (found.length < 2) return undefined;
  found.sort((a, b) => a.rank - b.rank || a.place - b.place);
  const columns = new Map<Column, number[]>();
  for (const { column, place } of found) columns.set(column, [...(columns.get(column) ?? []), place]);
  const who = columns.has('recipient') || columns.has('sender') || columns.has('from');
  const what = columns.has('answer') || columns.has('status') || columns.has('code');
  return who && what && header.length >= 2 ? columns : undefined;
}

/** Accounting files of PowerMTA are often pasted without their header: these are its columns as installed. */
export const POWERMTA =
  'type,timeLogged,timeQueued,orig,rcpt,orcpt,dsnAction,dsnStatus,dsnDiag,dsnMta,bounceCat,srcType,srcMta,dlvType,dlvSourceIp,dlvDestinationIp,vmta,jobId,envId'.split(
    ',',
  );
