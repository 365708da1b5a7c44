package io.rekindle.loader.health;

import io.rekindle.loader.store.HealthSettings;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Understands what users write after {@code --ready} and {@code --probe}. */
public final class Targets {
  /** The application says itself that it is ready. */
  public static final String API = "api";

  /** The JVM answers, and none of its threads wait for each other in a circle. */
  public static final String JVM = "jvm";

  private static final String FILE_PREFIX = "file:";
  private static final Pattern PORT = Pattern.compile("port:(?:(.+):)?(\\d{1,5})");
  private static final int PORT_MAX = 65_535;

  private Targets() {}

  /** What is wrong with a condition of readiness, empty if nothing is. */
  public static Optional<String> refuseReady(String text) {
    if (text.equals(API) || text.startsWith(FILE_PREFIX) && text.length() > FILE_PREFIX.length()) {
      return Optional.empty();
    }
    return refuse(text, "api, port:8080, file:PATH or http://127.0.0.1:8080/health");
  }

  /** What is wrong with a target of probes, empty if nothing is. */
  public static Optional<String> refuseProbe(String text) {
    return text.equals(JVM)
        ? Optional.empty()
        : refuse(text, "jvm, port:8080 or http://127.0.0.1:8080/health");
  }

  private static Optional<String> refuse(String text, String expected) {
    boolean isSound = text.startsWith("http:") ? url(text) != null : port(text) != null;
    return isSound ? Optional.empty() : Optional.of("expected for example " + expected);
  }

  /** What remains of {@code settings} if there is no agent in the JVM. */
  static HealthSettings withoutAgent(HealthSettings settings) {
    return new HealthSettings(
        settings.ready().equals(API) ? "" : settings.ready(),
        settings.startTimeoutMs(),
        0,
        settings.missedLow(),
        settings.missedHigh(),
        settings.probes().stream().filter(probe -> !probe.equals(JVM)).toList(),
        settings.probeMs(),
        settings.probeFailures());
  }

  /** The probe of a port or URL; the text was checked before. */
  static Probe network(String text) {
    if (text.startsWith("http:")) {
      return new HttpProbe(url(text));
    }
    Matcher port = port(text);
    return new PortProbe(port.group(1), Integer.parseInt(port.group(2)));
  }

  /** The file that {@code file:PATH} names, relative to the application's working directory. */
  static Optional<Path> file(String text, Path directory) {
    return text.startsWith(FILE_PREFIX)
        ? Optional.of(directory.resolve(text.substring(FILE_PREFIX.length())))
        : Optional.empty();
  }

  private static URI url(String text) {
    try {
      URI url = new URI(text);
      return url.getHost() == null ? null : url;
    } catch (URISyntaxException e) {
      return null;
    }
  }

  private static Matcher port(String text) {
    Matcher matcher = PORT.matcher(text);
    boolean isSound = matcher.matches() && isPort(Integer.parseInt(matcher.group(2)));
    return isSound ? matcher : null;
  }

  private static boolean isPort(int number) {
    return number > 0 && number <= PORT_MAX;
  }
}
