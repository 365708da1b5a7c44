package io.rekindle.loader.store;

/**
 * The JDK that a launch uses.
 *
 * @param executable absolute path of the {@code java} that is started
 * @param version as the JDK names itself, for example {@code 17.0.15}
 * @param modifiedMs modification time of the executable: the version is looked up anew when this
 *     changes
 */
public record JavaVersion(String executable, String version, long modifiedMs) {

  /** The feature number: 17 of {@code 17.0.15}, 8 of {@code 1.8.0_402}. */
  public int feature() {
    String[] parts = version.split("[.+_-]");
    int first = Integer.parseInt(parts[0]);
    return first == 1 && parts.length > 1 ? Integer.parseInt(parts[1]) : first;
  }
}
