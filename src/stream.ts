/**
 * The door for inputs too big to be read as one paste: readers that take a line at a time, and by what groups are put in order.
 */
export { byWeight, isOwn, isPermanent, type Weight } from './judge/triage.ts';
export {
  createJsonReader,
  createLogReader,
  createTableReader,
  type Found,
  kindOfStream,
  type StreamKind,
  type StreamReader,
} from './read/stream.ts';
