// The workbench: sends the paste, shows the verdict and marks the deciding words in the paste itself.
// Without this script the form still works and the server answers with a whole page.

const text = document.querySelector('#text');
const behind = document.querySelector('#behind');
const paste = document.querySelector('#paste');
const form = document.querySelector('#form');
const decodeButton = document.querySelector('#decode');
const fileInput = document.querySelector('#file');
const found = document.querySelector('#found');
const verdict = document.querySelector('#verdict');
const status = document.querySelector('#status');
const bench = document.querySelector('.bench');
const emptyView = verdict.innerHTML;

/** Only the newest question may answer. */
let latest = 0;
/** Marks are drawn for this text; once it is edited they no longer fit. */
let drawnFor = '';

document.querySelector('#file-label').hidden = false;
document.querySelector('#keys').hidden = false;

async function decode({ focus }) {
  const asked = text.value;
  clearMarks();
  if (asked.trim() === '') {
    text.focus();
    return;
  }
  latest += 1;
  const turn = latest;
  decodeButton.disabled = true;
  try {
    const response = await fetch('/', {
      method: 'POST',
      headers: { 'content-type': 'text/plain;charset=utf-8', accept: 'application/json' },
      body: asked,
    });
    const answer = await response.json();
    if (turn !== latest) return;
    if (!response.ok) throw new Error(answer.error);
    show(answer, asked);
    if (focus) verdict.querySelector('h2')?.focus();
  } catch (error) {
    if (turn === latest)
      trouble(error instanceof TypeError ? 'The service does not answer. Is it still running?' : error.message);
  } finally {
    if (turn === latest) decodeButton.disabled = false;
  }
}

function show(answer, asked) {
  // The server escapes everything of the paste; nothing but its own markup comes here.
  verdict.innerHTML = answer.html;
  status.textContent = answer.status;
  localTimes();
  bench.dataset.state = 'done';
  if (text.value !== asked) return;
  drawMarks(asked, answer.marks);
  if (window.matchMedia('(max-width: 65.99rem)').matches)
    verdict.scrollIntoView({ block: 'start', behavior: 'smooth' });
}

/** Times are shown in the reader's own zone; the one that was pasted stays within reach. */
function localTimes() {
  for (const time of verdict.querySelectorAll('time')) {
    const at = new Date(time.dateTime);
    if (Number.isNaN(at.getTime())) continue;
    time.title = time.dateTime;
    time.textContent = at.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'long' });
  }
}

function trouble(message) {
  const line = document.createElement('p');
  line.className = 'trouble';
  line.setAttribute('role', 'alert');
  line.textContent = message;
  verdict.replaceChildren(line);
}

function drawMarks(asked, marks) {
  drawnFor = asked;
  behind.replaceChildren();
  found.replaceChildren();
  let done = 0;
  for (const [from, to] of marks) {
    const mark = document.createElement('mark');
    mark.textContent = asked.slice(from, to);
    mark.dataset.from = from;
    behind.append(asked.slice(done, from), mark);
    done = to;
    if (found.children.length < 6) found.append(jump(asked, from, to));
  }
  // A last empty line takes room in the text field; here it would be dropped.
  behind.append(`${asked.slice(done)}\n`);
  found.hidden = marks.length === 0;
  const first = marks[0];
  if (first !== undefined) scrollTo(first[0]);
}

function jump(asked, from, to) {
  const item = document.createElement('li');
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = asked.slice(from, to).replace(/\s+/g, ' ').slice(0, 80);
  button.addEventListener('click', () => {
    text.focus();
    text.setSelectionRange(from, to);
    scrollTo(from);
  });
  item.append(button);
  return item;
}

/** Brings a place of the paste into view inside the text field. */
function scrollTo(from) {
  const mark = [...behind.querySelectorAll('mark')].find(({ dataset }) => Number(dataset.from) >= from);
  if (mark !== undefined) text.scrollTop = Math.max(0, mark.offsetTop - text.clientHeight / 3);
  behind.scrollTop = text.scrollTop;
}

function clearMarks() {
  drawnFor = '';
  behind.replaceChildren();
  found.replaceChildren();
  found.hidden = true;
}

/** The same order as on the server: UTF-8, UTF-16 with its mark, else Windows-1252. */
function textOf(bytes) {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** A text has no zero bytes, but UTF-16 is full of them. */
function isText(bytes) {
  const [first, second] = bytes;
  return !bytes.includes(0) || (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
}

async function openFile(file) {
  if (file === undefined || file === null) return;
  if (file.size > 4 * 1024 * 1024) {
    trouble('That file is larger than 4 MB. Decode it on the command line: npm run -s bounce -- decode FILE');
    return;
  }
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (!isText(bytes)) {
    trouble('That file is no text. Save the mail as .eml, unpack an archive, or paste the text itself.');
    return;
  }
  text.value = textOf(bytes);
  await decode({ focus: true });
}

/** Begins something; what goes wrong is told on the page. */
function begin(work) {
  work.catch((error) => trouble(error.message));
}

async function copy(button) {
  const source = document.getElementById(button.dataset.copy);
  // A second press finds another label on it.
  button.dataset.label ??= button.textContent;
  try {
    await navigator.clipboard.writeText(source.textContent);
    button.textContent = 'Copied';
  } catch {
    // Without the right to the clipboard the text is selected, so that the keyboard can copy it.
    source.hidden = false;
    getSelection().selectAllChildren(source);
    button.textContent = 'Selected: copy it with Ctrl + C';
  }
  setTimeout(() => {
    button.textContent = button.dataset.label;
  }, 2500);
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  begin(decode({ focus: true }));
});
form.addEventListener('reset', (event) => {
  event.preventDefault();
  latest += 1;
  decodeButton.disabled = false;
  text.value = '';
  clearMarks();
  verdict.innerHTML = emptyView;
  status.textContent = '';
  bench.dataset.state = 'empty';
  text.focus();
});
text.addEventListener('input', () => {
  if (text.value !== drawnFor) clearMarks();
});
text.addEventListener('paste', () => setTimeout(() => begin(decode({ focus: false })), 0));
text.addEventListener('scroll', () => {
  behind.scrollTop = text.scrollTop;
});
text.addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    begin(decode({ focus: true }));
  }
});
fileInput.addEventListener('change', () => {
  begin(openFile(fileInput.files[0]));
  fileInput.value = '';
});
for (const name of ['dragenter', 'dragover']) {
  document.addEventListener(name, (event) => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    paste.classList.add('over');
  });
}
document.addEventListener('dragleave', (event) => {
  if (event.relatedTarget === null) paste.classList.remove('over');
});
document.addEventListener('drop', (event) => {
  paste.classList.remove('over');
  const file = event.dataTransfer?.files[0];
  if (file === undefined) return;
  event.preventDefault();
  begin(openFile(file));
});
document.addEventListener('click', (event) => {
  const button = event.target.closest?.('[data-copy]');
  if (button) begin(copy(button));
});
if (matchMedia('(pointer: fine)').matches) text.focus();
