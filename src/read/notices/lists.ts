import type { Family } from './family.ts';

/** Mailing lists and groups that refuse a post: Google Groups, fml, Mailman, Sympa, Listserv. */
export const lists: Family = {
  name: 'list',
  marks: [
    'group you tried to contact',
    'may not have permission to post messages to the group',
    'you are not a member of this mailing list',
    'you are not allowed to post to this mailing list',
    'your message has been rejected, probably because you are not subscribed',
    'posting to this list is restricted',
    'your message to the list was rejected',
    'non-members are not allowed to post',
  ],
};
