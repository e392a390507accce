import type { Family } from './family.ts';

/** Gmail and Google Workspace: the recipient in a sentence, the other server's answer behind "The response was:" and its older wordings. */
export const gmail: Family = {
  name: 'gmail',
  marks: [
    'the response from the remote server was:',
    'the response was:',
    'technical details of permanent failure',
    'technical details of temporary failure',
    'the error that the other server returned was',
    '** address not found **',
    '** message blocked **',
    '** message not delivered **',
    '** delivery incomplete **',
    '** message too large **',
    'gmail will retry for',
  ],
};
