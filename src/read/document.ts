import { Lookout } from '../lookout.ts';
import type { Clean } from './clean.ts';
import { isProgram } from './loose.ts';

/**
 * Texts that quote refusals and are none: settings of a mail server, lists of codes and of other values and what they mean, source code, tests,
 * changes of programs and wishes for them, notes about a release, statistics. Whoever pastes one of these asks about the text; nobody refused
 * a message of theirs.
 */

/** As much as is looked at. */
const HEAD = 6000;

/** By what texts about programs are known, and what stands in settings; lower case. */
const MARKS = new Lookout({
  programs: [
    // A change, or a wish for one.
    'this pr |this pull request|what does this pr do|this mr |this merge request|feature request|feature description|describe the solution',
    'proposed solution|user story|acceptance criteria|as a user, i|as an admin, i|as a developer, i|## motivation|## test plan|test plan\n',
    // Notes about a release.
    "# changelog|# release notes|what's new in|what’s new in|breaking changes|### fixed|### added|### changed|### fixes",
    'neue funktionen|notes de version|notas de la versión|更新日志|リリースノート',
    // The source of tests, and what their runs print.
    'def test_|func test|@pytest|assertequal|assert_equal|assertthat|assertraises|assert_raises|.tobe(|.toequal(|.tothrow(|--- fail: test',
    '\n@test\n|\n    @test\n|\nit(\'|\nit("|\ndescribe(|  it(\'|  it("|should_receive|expect(|mock_smtp|mocksmtp|mocker.|jest.fn|vi.fn',
    'diff --git|diff\n+|diff\n-|diff\n@@|\n@@ -|insertions(+)|closes #|fixes #|resolves #|synopsis\n',
  ].flatMap((line) => line.split('|')),
  settings: [
    '$#|\t$: | = |\t= | == |=> |require [|require "|reject "|fileinto "|discard;|_code|_message|_reply|_reason|_footer|_response|_text',
    'reply /|/ spam-|/ bad-|/ reject|/ dunno|/ hold|/ discard|/ warn|/\treject| reject|\treject|:spam|spam:|connect:|error:"|reject\n',
  ].flatMap((line) => line.split('|')),
});

/** A line of settings. */
const SETTINGS = new RegExp(
  [
    // Exim's access lists.
    String.raw`(?:deny|defer|drop|warn|accept|require|discard)[ \t]+!?(?:message|condition|senders|hosts|domains|dnslists|acl|log_message|authenticated|recipients|set|verify|local_parts|delay)[ \t]*=`,
    String.raw`!?(?:dnslists|hosts|senders|verify|sender_domains|condition)[ \t]+=`,
    // Sieve.
    String.raw`require[ \t]*\[?[ \t]*"[\w,". -]{3,200}\]?;`,
    String.raw`(?:e?reject|fileinto|discard|vacation)[ \t]+(?:text:|"[^"\n]{1,200}");`,
    // Postfix, its tables and those of Sendmail.
    String.raw`(?:smtpd|lmtp|postscreen|smtp_(?:tls|sasl|generic|bind|helo))_[a-z_]{3,60}[ \t]?=(?!=)`,
    String.raw`[a-z_]{0,40}reject_code[ \t]?=`,
    String.raw`(?:reply[ \t]+)?\/[^\n]{2,200}\/[imsx]?[ \t]+(?:mode=|[a-z]{3,12}-[a-z]{3,12}|reject|dunno|hold|discard|defer|prepend|warn|ok|[45]\d\d)\b`,
    String.raw`r[$<][^\n]{1,80}[ \t]\$[#:>@]`,
    String.raw`(?:from|to|connect|spam):[\w.@-]{2,80}[ \t]+"?(?:reject|ok|relay|discard|error:)`,
    String.raw`[\w.@*-]{3,80}[ \t]+(?:reject|error:"?)[ \t]*"?[45](?:\d\d|\.\d)`,
    // Any program's: an answer that is given to a name.
    String.raw`[a-z]\w{0,40}_(?:message|code|reply|reason|footer|response|text)[ \t]*(?:=>?|:)[ \t]*["']?[45]\d\d\b`,
  ]
    .map((line) => String.raw`^[ \t]*${line}`)
    .join('|'),
  'gm',
);

/** Fewer lines of them stand in what people show beside their error. */
const LEAST_SETTINGS = 2;

/** A line that gives a code, bare or marked, as lists of codes do: `- **550**: …`, `| 5.1.1 | …`, `"450": "…"`. */
const CODED =
  /^([ \t>|"'`([{*#\u2022\u00b7\u2013-]{0,8})(?:(?:smtp|error|code|status|reply) ){0,3}([45]\d\d(?:[ -][45]\.\d{1,3}\.\d{1,3})?|[45][xyz]{2}|[45]\.[0-9x]\.(?:\d{1,3}|x))\b([^\n]{0,400})/gm;
const MARKED = /[|*\u2022\u00b7-]/;

/** An answer that was really given names somebody, or was signed. */
const CONCRETE = /@|\b\d{1,3}(?:\.\d{1,3}){3}\b|\bsaid:|gsmtp|\[[\w-]{8,}\]|\bto=</;

/** Codes of their own, each on a line, that only a list has; fewer where the text says that it is one. */
const LIST = 5;
const SHORT_LIST = 3;
const LISTS =
  /\b(?:error|reply|response|status|return|smtp|result|bounce|enhanced) (?:status )?(?:codes|replies)\b|\bdescription\b|\bmeaning\b|\brfc ?\d{3,4}\b|fehlercodes?|statuscodes?|\bbedeutung\b|codes? d'erreur|códigos de|codici di|错误代码|エラーコード/;

/** A value by its name, as manuals list them: `PERMANENT_BOUNCE - The mailbox does not exist`; levels of a log are none. */
const VALUE =
  /^\W{0,6}((?!(?:ERROR|WARN|WARNING|INFO|DEBUG|FATAL|TRACE|NOTICE)\b)[A-Z][A-Z_]{3,40}) ?[-\u2013|] ?\W{0,3}[A-Z]/gm;
const VALUES = 3;

/** A part of a whole, as statistics tell them; a number that may be a code. */
const RATE = /\d ?%(?![\da-f]{2})/g;
const RATES = 3;
const NUMBER = /\b[45]\d\d\b/;
const MARKUP = /[<{]|=3d/;

/** Counts of a campaign, each by its name. */
const COUNT =
  /\b(?:sent|delivered|opened|opens|clicked|clicks|bounced|bounces|deferred|complaints|unsubscribed|unsubscribes)\b\W{1,4}\d[\d,.]*(?![\d.,-])/g;
const COUNTS = 3;
const CODE = /[45]\d\d[ -][45]\.\d/;

/** A query of a database. */
const QUERY = /^\W{0,4}(?:select\b[^;]{1,400}\bfrom|insert into|delete from|create table|update \w{1,40} set)\b/;

/** The headings of a page that teaches what to do about each of several errors. */
const REMEDY =
  /(?:^|\n)[ \t*#-]{0,6}(?:fix|fixes|solution|resolution|lösung|abhilfe|solución|soluzione|solution :|rozwiązanie|решение|解决方法|対処法)(?: |\*\*)?:/g;
const REMEDIES = 2;

/** What was written by a machine about one message or one connection: then something is shown, whatever is told around it. */
const SHOWN =
  /<[^\s<>@]{1,64}@[^\s<>]{1,255}>|\[\d{1,3}(?:\.\d{1,3}){3}\]|\bto=|smtp;|final-recipient|diagnostic-code|\bnoqueue:|traceback \(|stack trace|transcript of session|<<< [45]\d\d|\bexception in thread|\bcaused by:|^\s{0,8}at [\w$.]{3,200}\(|^(?:reporting-mta|remote-mta|x-failed-recipients|error: |error - |fatal: )|[a-z](?:exception|error): |\w::\w{1,40}(?:error|timeout)\b/m;
/** An answer that begins a line. */
const ANSWER = /^[45]\d\d[ -]{1,2}(?:[45]\.\d{1,3}\.\d{1,3}\b|(?:: ?)?[a-z<])/m;

/** The heading of a release and a first thing that was done: `v2.14.0`, `## [1.2.3] - 2026-11-03`, then `- Fixed …`. */
const RELEASE =
  /^[ \t#*[(]{0,6}(?:version |release )?v?\d{1,4}\.\d{1,3}(?:\.\d{1,4})?[\w.-]{0,20}[\]):]?[^\n]{0,60}\n{1,3}(?:[^\n]{0,80}\n){0,2}[ \t]*[-*\u2022+] /m;
/** The heading of the same, without its number. */
const HEADED = /^\W{0,6}(?:changelog|change log|release notes)\b[^\n]{0,60}(?:\n|$)/;
const ITEM = /\n\s{0,8}[-*\u2022+] /;
const DONE =
  /^[ \t]*[-*\u2022+] \W{0,3}(?:\w[\w()/ -]{0,20}: ?)?(?:fix|add|remov|chang|improv|updat|bump|treat|retry|support|handl|allow|drop|deprecat|refactor|correct|do not|don't|no longer|new|rework|use|ensure|prevent|make|introduc|switch|mov|renam|implement|closes?\b)/gm;
const LEAST_DONE = 2;

/**
 * Whether a paste is such a text and shows nothing that happened.
 *
 * @param noticed something of a notice or a report stands in it: then only a list of codes is one
 */
export function isDocument({ text, lower }: Clean, noticed: boolean): boolean {
  const head = text.length > HEAD ? lower.slice(0, HEAD) : lower;
  const lines = head.includes('\n');
  if (lines && listsCodes(head)) return true;
  if (noticed) return false;
  const seen = MARKS.look(head);
  if (lines && occurs(head, REMEDY, REMEDIES)) return !SHOWN.test(head);
  const kind =
    (seen & MARKS.bits.programs) !== 0 ||
    QUERY.test(head) ||
    (occurs(head, COUNT, COUNTS) && !CODE.test(head)) ||
    (head.includes('%') && occurs(head, RATE, RATES) && !NUMBER.test(head) && !MARKUP.test(head)) ||
    (lines &&
      (((seen & MARKS.bits.settings) !== 0 && occurs(head, SETTINGS, LEAST_SETTINGS)) ||
        HEADED.test(head) ||
        (ITEM.test(head) && RELEASE.test(head) && occurs(head, DONE, LEAST_DONE)) ||
        occurs(text.slice(0, HEAD), VALUE, VALUES) ||
        isProgram(text)));
  return kind && !ANSWER.test(head) && !SHOWN.test(head);
}

/** @param pattern a global one */
function occurs(text: string, pattern: RegExp, times: number): boolean {
  pattern.lastIndex = 0;
  for (let found = 0; found < times; found++) if (!pattern.test(text)) return false;
  return true;
}

/** Whether codes stand in a list, each with what it means, and none of them was given to anybody. */
function listsCodes(head: string): boolean {
  const codes = new Set<string>();
  let marked = 0;
  for (const [, mark = '', code = '', rest = ''] of head.matchAll(CODED)) {
    if (CONCRETE.test(rest)) return false;
    codes.add(code);
    if (MARKED.test(mark)) marked++;
  }
  return codes.size >= LIST || (codes.size >= SHORT_LIST && (marked >= LIST || LISTS.test(head)));
}
