import type { Family } from './family.ts';

/** Filtering gateways that write to the sender themselves: MessageLabs, Mimecast, Barracuda, amavis, MailFoundry, m-FILTER, SurfControl, InterScan, MailMarshal,
 * MailScanner, GFI, ScanMail, Antigen, IronMail, GroupShield. */
export const gateways: Family = {
  name: 'gateway',
  marks: [
    'mail delivery agent at symantec email security',
    'this is the mail delivery agent at messagelabs',
    'could not be delivered:\n--',
    'the problem appears to be :',
    'was blocked by our spam firewall',
    'was not relayed to:',
    'delivery failed for the following reason:',
    '-------server message',
    'a transcript of the attempts to send the message follows',
    'interscan messaging security suite',
    'our internal reference code for your message',
    'has stopped the following',
    'virus detector has just been triggered',
    'been triggered by a message you sent',
    'the message or attachment did not reach',
    'viruschecker found a virus',
    'antigen for exchange found',
    'virus scanning queue detected',
    'groupshield for exchange',
    'content checking has blocked',
    'scanmail for microsoft exchange has',
    'recipients of your message have been processed by the mail server',
  ],
};
