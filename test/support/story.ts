import { expect } from 'vitest';

export type Who = 'dana' | 'kim';

/**
 * The people's side of a platform: what they see and what they can do. A platform that offers this can be taken through the story; texts are
 * plain, buttons and fields go by the bot's own ids.
 */
export interface Stage {
  /** Says something to the bot, in a thread or as the start of one. Resolves, when the bot is done, to the thread. */
  paste(who: Who, text: string, thread?: string): Promise<string>;
  /** What the bot's messages in a thread say now, oldest first. */
  said(thread: string): Promise<readonly string[]>;
  /** What the bot said last to this person alone. */
  told(who: Who): Promise<string>;
  /** Presses a button of the newest message in sight of this person that has it: in the thread, or said to them alone. */
  press(who: Who, thread: string, button: string): Promise<void>;
  /** The form that is open before this person: all its words, and what stands in its fields. */
  form(who: Who): Promise<{ text: string; values: Readonly<Record<string, string>> }>;
  /** Changes fields of the open form and sends it. */
  submit(who: Who, fields: Readonly<Record<string, string>>): Promise<void>;
  /** What the messages in the support channel say, oldest first. */
  support(): Promise<readonly string[]>;
  /** From now on the platform refuses, or takes again, what is posted into the support channel. */
  refuseSupport(refuse: boolean): Promise<void>;
}

/** A delivery report of Gmail's refusal of mail without SPF and DKIM. */
export const FIRST = `Reporting-MTA: dns; out1.sender.example
Arrival-Date: Tue, 24 Nov 2026 09:12:21 +0100

Final-Recipient: rfc822; dana@example.net
Action: failed
Status: 5.7.26
Remote-MTA: dns; gmail-smtp-in.l.google.com
Diagnostic-Code: smtp; 550-5.7.26 This mail has been blocked because the sender is unauthenticated.
    550-5.7.26 Gmail requires all senders to authenticate with either SPF or DKIM.
    550-5.7.26  Authentication results:
    550-5.7.26  DKIM = did not pass
    550-5.7.26  SPF [sender.example] with ip: [192.0.2.10] = did not pass
    550-5.7.26 For instructions on setting up authentication, go to
    550 5.7.26  https://support.google.com/mail/answer/81126#authentication x3si141605iod.35 - gsmtp
Last-Attempt-Date: Tue, 24 Nov 2026 09:12:29 +0100
`;

/** Outlook.com's refusal of the same sender, out of a log. */
export const SECOND = `550 5.7.515 Access denied, sending domain SENDER.EXAMPLE doesn't meet the required authentication level. The sender's domain in the 5322.From address doesn't meet the authentication requirements defined for the sender. To learn how to fix this see: https://go.microsoft.com/fwlink/p/?linkid=2319303 Spf= Fail , Dkim= Fail , DMARC= Fail [BL02EPF0001A100.eurprd05.prod.protection.outlook.com 2026-11-24T08:40:11.123Z 08DE1234567890AB]`;

/**
 * A bounce, a second one from another provider, a draft filled in by two people at once, a hand-off that fails first and then arrives once.
 *
 * @returns what stands in the thread and in the support channel at the end
 */
export async function escalationStory(
  stage: Stage,
): Promise<{ thread: readonly string[]; support: readonly string[] }> {
  const { paste, said, told, press, form, submit, support, refuseSupport } = stage;
  const draft = async (): Promise<string> =>
    (await said(thread)).findLast((text) => text.startsWith('Escalation')) ?? '';

  const thread = await paste('dana', FIRST);
  expect((await said(thread)).join('\n')).toContain('Fix authentication');

  await press('dana', thread, 'draft');
  expect(await draft()).toContain('Our own mail or DNS administrator');
  expect(await draft()).toContain('3 required fields are missing');
  expect(await draft()).toContain('1 failure for 1 recipient at Gmail');

  // The second paste belongs to the same case: the thread is told as a whole, and the draft knows how far it reaches.
  await paste('kim', SECOND, thread);
  expect((await said(thread)).join('\n')).toContain('This thread so far: 2 pastes');
  expect(await draft()).toMatch(/2 failures at Gmail and Outlook\.com/);

  // Two people have the form open at once. The first one wins, the other one loses nothing.
  await press('dana', thread, 'draft-fill');
  await press('kim', thread, 'draft-fill');
  await submit('dana', { from: 'news@sender.example', 'envelope-sender': 'bounce@mail.sender.example' });
  expect(await draft()).toContain('1 required field is missing'.replace('1', 'One'));
  await submit('kim', {
    from: 'info@sender.example',
    'already-tried': 'Sent a test to a Gmail mailbox: SPF and DKIM fail.',
  });
  const back = await form('kim');
  expect(back.text).toContain('Dana wrote in "Visible From address" meanwhile: news@sender.example');
  expect(back.values.from).toBe('info@sender.example');
  await submit('kim', { from: 'news@sender.example' });
  expect(await draft()).toContain('Everything they need is there');
  expect(await draft()).toContain('from Kim');
  expect(await draft()).toContain('from Dana');

  // The first hand-off does not arrive: nothing is lost, and it says what to do.
  await refuseSupport(true);
  await press('dana', thread, 'draft-preview');
  const preview = await told('dana');
  await press('dana', thread, 'draft-send-channel');
  expect(await support()).toEqual([]);
  expect(await draft()).toContain('The last hand-off did not arrive');
  expect(await draft()).toContain('Everything they need is there');

  await refuseSupport(false);
  await press('dana', thread, 'draft-preview');
  await press('kim', thread, 'draft-preview');
  await press('dana', thread, 'draft-send-channel');
  expect(await draft()).toContain('Sent by Dana in the support channel');

  // Kim looks at her preview still; what she presses is not sent again.
  await press('kim', thread, 'draft-send-channel');
  expect(await told('kim')).toContain('Dana has sent this already');
  const handed = await support();
  expect(handed).toHaveLength(1);
  for (const line of HANDOFF.split('\n').filter(Boolean)) {
    expect(blanks(preview)).toContain(blanks(line));
    expect(blanks(handed[0] ?? '')).toContain(blanks(line));
  }
  return { thread: await said(thread), support: handed };
}

const blanks = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** The hand-off of the story, as it is previewed and as it arrives. Addresses are masked: that is the default. */
export const HANDOFF = `Receiving servers refuse our mail for a reason that only a change on our own side can mend.
How far it reaches: 2 failures at Gmail and Outlook.com, first at 2026-11-24T09:12:29+01:00
Our reading:
  The mail could not prove its sender (fix authentication); this reading is certain.
  Refused by gmail-smtp-in.l.google.com.
The complete reply:
  550-5.7.26 This mail has been blocked because the sender is unauthenticated.
  550-5.7.26 Gmail requires all senders to authenticate with either SPF or DKIM.
  550-5.7.26  Authentication results:
  550-5.7.26  DKIM = did not pass
  550-5.7.26  SPF [sender.example] with ip: [192.0.2.10] = did not pass
  550-5.7.26 For instructions on setting up authentication, go to
  550 5.7.26  https://support.google.com/mail/answer/81126#authentication x3si141605iod.35 - gsmtp
Other refusals:
  Outlook.com: 550 5.7.515 Access denied, sending domain SENDER.EXAMPLE doesn't meet the required authentication level.
Details:
  Visible From address: n…@sender.example
  Envelope sender (Return-Path): b…@mail.sender.example
  Date and time of the attempt, with zone: 2026-11-24T09:12:29+01:00
  Recipient address: d…@example.net
Already tried:
  Sent a test to a Gmail mailbox: SPF and DKIM fail.
What we ask:
Please check the records of the domain named above so that SPF or DKIM passes and is aligned with the visible From address.
Contact:
Dana
`;
