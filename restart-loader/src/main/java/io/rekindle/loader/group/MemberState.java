package io.rekindle.loader.group;

/** What a controller says of its application. */
public enum MemberState {
  /** It runs, or is being started. */
  RUNNING("running"),
  /** Its next start is being delayed. */
  BACK_OFF("back-off"),
  /** It ended cleanly; its controller waits for the end of the group. */
  CLEAN("clean"),
  /** It is kept down while its group is being restarted. */
  HELD("held");

  private final String word;

  MemberState(String word) {
    this.word = word;
  }

  /** As in the answers of the launcher's socket. */
  public String word() {
    return word;
  }
}
