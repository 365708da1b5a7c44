package io.rekindle.loader.cli;

import io.rekindle.loader.LoaderException;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A signal, by number or name.
 *
 * @param word a number, or a name without SIG
 */
record SignalName(String word) {
  private static final Pattern TEXT =
      Pattern.compile("(?:SIG)?([1-9]|[1-5][0-9]|6[0-4]|[A-Z][A-Z0-9]{1,9})");

  /** Reads {@code 9}, {@code KILL} or {@code SIGKILL}; empty if it is nothing of the kind. */
  static Optional<SignalName> parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    return matcher.matches() ? Optional.of(new SignalName(matcher.group(1))) : Optional.empty();
  }

  /** For picocli. */
  static final class Converter implements ITypeConverter<SignalName> {
    @Override
    public SignalName convert(String text) {
      return parse(text)
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "'" + text + "' is no signal, expected 1..64 or TERM"));
    }
  }

  /** Whether it stops the process until it is continued. */
  boolean isStop() {
    return word.equals("STOP") || word.equals("19");
  }

  /**
   * Returns when it is sent. Java itself knows two signals only; the shell's kill does the rest.
   */
  void send(long pid) {
    try {
      int code =
          new ProcessBuilder("/bin/sh", "-c", "kill \"-$0\" \"$1\"", word, String.valueOf(pid))
              .inheritIO()
              .start()
              .waitFor();
      if (code != 0) {
        throw LoaderException.environment("can't send signal " + word + ": pid=" + pid);
      }
    } catch (IOException e) {
      throw LoaderException.environment("can't send signal " + word + ": pid=" + pid, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw LoaderException.temporary("interrupted while sending signal " + word);
    }
  }
}
