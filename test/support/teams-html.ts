/** A pasted text as Teams puts it into the html of a message: a block for each line, blanks that html would lose as `&nbsp;`. */
export function teamsHtml(text: string, mention = ''): string {
  const lines = text.split('\n').map((line) => `<div>${line === '' ? '&nbsp;' : kept(line)}</div>`);
  return `<div>${mention}<div itemprop="copy-paste-block">${lines.join('')}</div></div>`;
}

/** How Teams marks a mention in html. */
export function mentionSpan(name: string, index: number): string {
  return `<span itemscope itemtype="http://schema.skype.com/Mention" itemid="${index}">${name}</span>&nbsp;`;
}

function kept(line: string): string {
  return line
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/^ | $| (?= )/g, '&nbsp;');
}
