/**
 * Starts the command line as it stands in the repository. JavaScript, because one thing has to be said before the first line of
 * TypeScript is read: that code which was stripped of its types for the last command is used again. It halves the start.
 */
import { enableCompileCache } from 'node:module';

enableCompileCache();
await import('./main.ts');
