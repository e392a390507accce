/**
 * The conversation, whatever the platform: what one hands in, what it gets back.
 */
import type { Line, Person, Place, Reply } from './types.ts';

/** What is asked of the bot, whatever the door. */
export type Asked =
  /** Pasted text. `direct`: the bot was addressed (mention, personal chat, shortcut, reaction), so it owes an answer even if nothing is recognised. */
  | {
      kind: 'paste';
      text: string;
      direct: boolean;
      /** When the message got this text, where it had another before: a later time sorts behind an earlier one. */
      edited?: string;
      files?: readonly { name: string; text: string }[];
      /** Files too big to be read as one paste, already summed up: each is an answer of its own. */
      summaries?: readonly Reply[];
      /** What could not be read (a picture, a file out of reach): one sentence each, with what to do instead. */
      unread?: readonly string[];
    }
  /**
   * The words after `/bounce`, or after the mention: `explain 5.7.1`, `help`, `drafts`, or nothing. A paste too, where only the asker
   * sees the answer: it is offered to be shared then. A platform without such answers hands a paste in as `paste`.
   */
  | { kind: 'command'; text: string }
  | { kind: 'press'; button: string; value: string }
  | {
      kind: 'submit';
      form: string;
      value: string;
      /** What was filled in, by field id; an empty field may be left out. */
      fields: Readonly<Record<string, string>>;
      /** What a `file` field held, as in a paste. */
      files?: readonly { name: string; text: string }[];
      summaries?: readonly Reply[];
      unread?: readonly string[];
    }
  /** The message the bot answered is gone. */
  | { kind: 'deleted' }
  /** The person opened the bot's own page (Slack's home tab). */
  | { kind: 'home' }
  /** The bot was added somewhere: it says once what it can do. */
  | { kind: 'welcome' }
  /** Nobody asked: the hand-off of a draft is due (a `FollowUp`). */
  | { kind: 'handoff'; draft: string }
  /** Nobody asked: the service's schedule has found a draft that nobody has touched for some time. */
  | { kind: 'idle'; draft: string };

export interface Incoming {
  /** Stable id of what the person did (`channel:ts` of their message, not of the delivery): the claim is made on it. */
  id: string;
  tenant: string;
  platform: string;
  place: Place;
  person: Person;
  asked: Asked;
  /** The message pressed or submitted from, where the platform tells: it is the one to edit. */
  from?: string;
}

/** An input form: a modal on Slack, card inputs on Teams, a page on the web. */
export interface InputForm {
  id: string;
  title: string;
  intro?: Line;
  fields: readonly InputField[];
  submit: string;
  /** Opaque, at most 2,900 characters; comes back with the submit. */
  value: string;
}

export interface InputField {
  id: string;
  label: string;
  /**
   * `choice`: one of up to a hundred options. `choices`: any number of up to ten, given back separated by commas; labels are whole
   * sentences of up to 150 characters. `channel`, `people`: the platform's own pickers, ids separated by commas; text fields where it has
   * none.
   */
  kind: 'text' | 'long' | 'choice' | 'choices' | 'file' | 'channel' | 'people';
  hint?: string;
  value?: string;
  required: boolean;
  /** What is wrong with the value typed before. */
  error?: string;
  options?: readonly { value: string; label: string }[];
}

/**
 * What a platform is to do. In order; an empty list means silence. Of what follows a `submit`, an `ask` takes the form's place (its
 * `value` is new, so it is shown anew, not only its errors), a `say` to the asker closes it; the rest is carried out as always.
 */
export type Outcome =
  /** `key` names the message within its thread (`paste:…`, `draft`): a later outcome with the same key edits it in place. */
  | {
      do: 'say';
      to: 'thread' | 'asker';
      reply: Reply;
      key?: string;
      file?: { name: string; text: string };
      /** Another thread than the one of `Incoming.place` (its draft's, when pressed from a home page). */
      place?: Place;
    }
  | { do: 'ask'; form: InputForm }
  | { do: 'remove'; key: string; place?: Place }
  /**
   * A message of its own, in another channel (a hand-off), at the top of this one (shared) or in the one-to-one conversation with a person;
   * what came of it goes to `Bot.posted`. `key` is unlike that of any other post: by it the message is found again after a cut.
   */
  | {
      do: 'post';
      to: { channel: string } | { person: string };
      reply: Reply;
      key: string;
      file?: { name: string; text: string };
      receipt: string;
    }
  /** The person's own page of the bot, where the platform has one. */
  | { do: 'home'; reply: Reply };

/** Something durable to do afterwards, for the inbox and never for a platform. `once` is its id: the same one is done once. */
export interface FollowUp {
  do: 'then';
  once: string;
  place: Place;
  asked: Asked;
}

/**
 * What came of a `post`: where it stands now (its own thread), or in one sentence for people why it could not be posted and what helps.
 * `unknown`: the send was cut and the platform can't be asked.
 */
export type Posted = { ok: true; place: Place; link?: string } | { ok: false; why: string } | { ok: 'unknown' };

/**
 * The conversation, whatever the platform. Throws only when the store is out of reach (`StoreError`): then it is tried again. What
 * else goes wrong inside becomes an outcome with an id to quote.
 */
export interface Bot {
  handle(incoming: Incoming): Promise<(Outcome | FollowUp)[]>;
  /** Told once or more often for each `post` that was carried out; gives what is to be said about it. */
  posted(incoming: Incoming, receipt: string, result: Posted): Promise<(Outcome | FollowUp)[]>;
}
