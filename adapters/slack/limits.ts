/**
 * Every number of Slack's that this adapter keeps to, with where it is written down. Numbers marked "seen" are documented
 * nowhere; they were found by running into them, and are kept with a margin.
 */
export const LIMITS = {
  /** https://docs.slack.dev/reference/block-kit/blocks */
  blocksPerMessage: 50,
  blocksPerModal: 100,
  /** https://docs.slack.dev/reference/block-kit/blocks/header-block */
  header: 150,
  /** https://docs.slack.dev/reference/block-kit/blocks/section-block */
  section: 3000,
  /** https://docs.slack.dev/reference/block-kit/blocks/context-block */
  contextElements: 10,
  /** https://docs.slack.dev/reference/block-kit/blocks/actions-block */
  actionElements: 25,
  /** https://docs.slack.dev/reference/block-kit/block-elements/button-element */
  buttonText: 75,
  buttonValue: 2000,
  /** https://docs.slack.dev/reference/block-kit/blocks/table-block */
  tableRows: 100,
  tableColumns: 20,
  tableCharacters: 10_000,
  /** https://docs.slack.dev/reference/views */
  modalTitle: 24,
  modalLabel: 24,
  privateMetadata: 3000,
  /** https://docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element */
  plainTextInput: 3000,
  /** https://docs.slack.dev/reference/block-kit/composition-objects/option-object */
  optionText: 75,
  optionDescription: 75,
  /** https://docs.slack.dev/reference/block-kit/block-elements/radio-button-group-element, checkboxes the same */
  choices: 10,
  /** https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element */
  menuOptions: 100,
  placeholder: 150,
  /** https://docs.slack.dev/reference/block-kit/blocks/input-block */
  inputLabel: 2000,
  inputHint: 2000,
  /** https://docs.slack.dev/reference/block-kit/blocks: block_id */
  blockId: 255,
  /** https://docs.slack.dev/reference/block-kit/block-elements/file-input-element */
  filesPerMessage: 10,
  /** Seen: chat.postMessage cuts or splits a `text` beyond about 4,000 characters. */
  fallbackText: 3900,
  /** Seen: about 13,200 characters over all blocks give msg_blocks_too_long. */
  message: 10_000,
  /** Largest file that is fetched; larger ones belong on the command line. */
  fileBytes: 20 * 1024 * 1024,
  /** https://docs.slack.dev/authentication/verifying-requests-from-slack: five minutes, here in both directions. */
  signatureAgeSeconds: 300,
} as const;
