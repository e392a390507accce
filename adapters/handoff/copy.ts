import type { Handoff } from '../../src/ports.ts';

/** Copied by hand into whatever form the desk has. The file spares marking a long text. */
export const copy: Handoff = {
  id: 'copy',
  by: 'person',
  to: () => '',
  offer: (ticket) => ({ file: { name: 'escalation.txt', text: `${ticket.subject}\n\n${ticket.text}` } }),
};
