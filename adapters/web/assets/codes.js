// Narrows the list while one types. Without this script the form asks the server for the same.

const input = document.querySelector('#q');
const count = document.querySelector('#count');
const groups = [...document.querySelectorAll('.group')].map((group) => ({
  group,
  items: [...group.querySelectorAll('li')].map((item) => ({
    item,
    words: `${item.textContent} ${item.querySelector('a').getAttribute('href')}`.toLowerCase(),
  })),
}));

function narrow() {
  const asked = input.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const { group, items } of groups) {
    let any = false;
    for (const { item, words } of items) {
      const fits = asked.every((word) => words.includes(word));
      item.hidden = !fits;
      any ||= fits;
      shown += fits ? 1 : 0;
    }
    group.hidden = !any;
  }
  if (asked.length === 0) count.textContent = '';
  else
    count.textContent =
      shown === 0
        ? 'Nothing found. Press Enter to ask for it by name.'
        : `${shown} ${shown === 1 ? 'entry' : 'entries'} found.`;
}

input.addEventListener('input', narrow);
if (input.value !== '') narrow();
