import type { HomeView } from '@slack/types';
import type { Reply } from '../../src/types.ts';
import { LIMITS } from './limits.ts';
import { render } from './render.ts';
import { WORDS } from './words.ts';

/** A reply as the app's home page. https://docs.slack.dev/surfaces/app-home */
export function homeView(reply: Reply, url: string | undefined): HomeView {
  const options = { note: WORDS.restElsewhere, most: LIMITS.blocksPerModal, ...(url !== undefined && { url }) };
  return { type: 'home', callback_id: 'home', blocks: render(reply, options).blocks };
}
