// How Web Chat looks here. Colours are the page's own custom properties, so that light and dark need no second set.

const colour = (/** @type {string} */ name) => `var(--${name})`;
const sans = "'Segoe UI Variable Text', 'Segoe UI', system-ui, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Noto Sans SC', sans-serif";

export const styleOptions = {
  accent: colour("brand-text"),
  subtle: colour("text-quiet"),
  backgroundColor: "transparent",
  primaryFont: sans,
  monospaceFont: "'Cascadia Mono', Consolas, 'Noto Sans Mono CJK SC', monospace",
  fontSizeSmall: "12px",
  paddingRegular: 12,
  transitionDuration: "0.15s",

  avatarSize: 32,
  botAvatarInitials: "",
  botAvatarImage: "/chat/icon.svg",
  botAvatarBackgroundColor: "transparent",
  showAvatarInGroup: "sender",

  bubbleBackground: colour("card"),
  bubbleBorderColor: colour("line"),
  bubbleBorderRadius: 12,
  bubbleTextColor: colour("text"),
  bubbleMinHeight: 36,
  bubbleMinWidth: 120,
  bubbleMaxWidth: 640,
  bubbleFromUserBackground: colour("mine"),
  bubbleFromUserBorderColor: "transparent",
  bubbleFromUserBorderRadius: 12,
  bubbleFromUserTextColor: colour("text"),
  messageActivityWordBreak: "break-word",
  markdownRenderHTML: false,

  groupTimestamp: -1, // milliseconds; no two messages share a time, because the thumbs stand beside it
  timestampColor: colour("text-quiet"),

  hideUploadButton: true,
  sendBoxBackground: "transparent",
  sendBoxBorderTop: "none",
  sendBoxHeight: 44,
  sendBoxTextWrap: true,
  sendBoxTextColor: colour("text"),
  sendBoxPlaceholderColor: colour("text-quiet"),
  sendBoxButtonColor: colour("brand-text"),
  sendBoxButtonColorOnDisabled: colour("text-quiet"),
  sendBoxButtonShadeColorOnActive: colour("pressed"),
  sendBoxButtonShadeColorOnDisabled: "transparent",
  sendBoxButtonShadeColorOnHover: colour("hover"),
  sendBoxButtonShadeBorderRadius: 8,
  sendBoxButtonKeyboardFocusIndicatorBorderColor: colour("text"),
  sendBoxButtonKeyboardFocusIndicatorBorderRadius: 8,

  suggestedActionLayout: "flow",
  suggestedActionHeight: 36,
  suggestedActionBorderRadius: 18,
  suggestedActionBorderWidth: 1,
  suggestedActionBackgroundColor: colour("card"),
  suggestedActionBorderColor: colour("brand-text"),
  suggestedActionTextColor: colour("brand-text"),
  suggestedActionBackgroundColorOnActive: colour("pressed"),
  suggestedActionBackgroundColorOnHover: colour("hover"),
  suggestedActionKeyboardFocusIndicatorBorderColor: colour("text"),
  suggestedActionsVisualKeyboardIndicatorColor: colour("text"),

  transcriptVisualKeyboardIndicatorColor: colour("text"),
  transcriptActivityVisualKeyboardIndicatorColor: colour("text-quiet"),
  transcriptOverlayButtonBackground: colour("brand"),
  transcriptOverlayButtonBackgroundOnFocus: colour("brand"),
  transcriptOverlayButtonBackgroundOnHover: colour("brand"),

  notificationText: colour("text-quiet"),
  toastInfoBackgroundColor: colour("mine"),
  toastInfoColor: colour("text"),
  toastWarnBackgroundColor: colour("warn"),
  toastWarnColor: colour("text"),
  toastErrorBackgroundColor: colour("warn"),
  toastErrorColor: colour("text"),
};

const text = { default: colour("text"), subtle: colour("text-quiet") };
const accent = { default: colour("brand-text"), subtle: colour("brand-text") };
const colours = { default: text, dark: text, light: text, accent };

export const cardConfig = {
  fontFamily: sans,
  containerStyles: {
    default: { backgroundColor: "transparent", foregroundColors: colours },
    emphasis: { backgroundColor: colour("hover"), foregroundColors: colours },
  },
  inputs: { label: { requiredInputs: { color: "default" }, optionalInputs: { color: "default" } } },
};

/** What Web Chat 4.18 has no Chinese words for. @param {any} words @param {string} language */
export function localizedStrings(words, language) {
  return language !== "zh-Hans" ? words : {
    ...words,
    TEXT_INPUT_PLACEHOLDER: "请输入您的问题",
    VOTE_LIKE_ALT: "有帮助",
    VOTE_DISLIKE_ALT: "没帮助",
    TEXT_INPUT_LENGTH_EXCEEDED_ALT: "消息太长",
    REFERENCE_LIST_HEADER_OTHER: "$1 条出处",
  };
}
