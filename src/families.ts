/** The door for whoever only picks out of a big log the lines worth reading: how each mail system's lines are told. */
export { FAMILIES as LOG_FAMILIES, writerOf } from './read/logs/families.ts';
export { FAILURE, type LogFamily, NOTHING, type Tell } from './read/logs/family.ts';
