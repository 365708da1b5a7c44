package io.rekindle.loader.export;

/** What becomes of a file that is there already when another one is written in its place. */
public enum ExistingFile {
  /** It is replaced in one step, by a file that is whole: at no time is there none. */
  REPLACED,

  /** The same, and it is kept under another name. */
  BACKED_UP,

  /** It is written over where it is; if that is cut short, neither the old one nor the new is. */
  OVERWRITTEN,

  /** It stays, and nothing is written. */
  KEPT
}
