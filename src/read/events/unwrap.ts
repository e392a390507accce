import { findJson, type Json, textAt } from '../json.ts';

/** One event, and the place in the paste that stands for it. */
export interface Wrapped {
  event: Json;
  /** False where the event was a string inside another one: its own offsets mean nothing in the paste. */
  placed: boolean;
}

const DEPTH = 5;

/**
 * The events inside what a transport put around them: a batch (list), an SNS notification (`Message` is a JSON text), EventBridge
 * (`detail`), SQS and Lambda (`Records[].body`, `Records[].Sns`), a `{"events": […]}` or `{"Messages": […]}` of an API.
 */
export function unwrap(json: Json, placed = true, depth = 0): Wrapped[] {
  if (depth > DEPTH) return [];
  if (json.list !== undefined) return json.list.flatMap((one) => unwrap(one, placed, depth + 1));
  const inner = textAt(json, 'message', 'body', 'mandrill_events');
  if (inner !== undefined && /^\s{0,20}[[{]/.test(inner)) {
    const events = findJson(inner).flatMap((one) => unwrap(one, false, depth + 1));
    if (events.length > 0) return events;
  }
  for (const key of ['records', 'events', 'items', 'bounces', 'results']) {
    const list = json.keys?.get(key)?.list;
    if (list?.some((one) => one.keys !== undefined)) return list.flatMap((one) => unwrap(one, placed, depth + 1));
  }
  for (const key of ['sns', 'detail']) {
    const object = json.keys?.get(key);
    if (object?.keys !== undefined) return unwrap(object, placed, depth + 1);
  }
  return (json.keys?.size ?? 0) === 0 ? [] : [{ event: json, placed }];
}
