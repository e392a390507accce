/**
 * The door for inputs too big to be read as one paste: readers that take a line at a time, and the marks that spare them the lines
 * that tell nothing.
 */
export {
  createJsonReader,
  createLogReader,
  createTableReader,
  type Found,
  kindOfStream,
  LOG_FAMILIES,
  type LogFamily,
  type StreamKind,
  type StreamReader,
  writerOf,
} from './read/stream.ts';
