package io.rekindle.loader.cli;

import io.rekindle.codec.fold.RetentionPolicy;
import io.rekindle.loader.store.NameFolder;
import java.io.IOException;
import java.nio.file.Files;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How much history is kept. What is not given stays as it was decided before. */
final class RetentionOptions {
  @Option(
      names = "--keep",
      paramLabel = "POLICY",
      converter = PolicyConverter.class,
      description = {
        "How far one can go back: an age (24h), snapshots:N, a limit (2GB), or several with commas;"
            + " default: snapshots:3."
      })
  private RetentionPolicy policy;

  /** Takes what {@link RetentionPolicy#parse} takes. */
  static final class PolicyConverter implements ITypeConverter<RetentionPolicy> {
    @Override
    public RetentionPolicy convert(String value) {
      try {
        return RetentionPolicy.parse(value);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  /** Hands the decision, if there is one, to the folds of the application. */
  void record(NameFolder folder) throws IOException {
    if (policy != null) {
      policy.write(stored(folder));
    }
  }

  /** Takes a decision back with the name that it was for. */
  static void forget(NameFolder folder) throws IOException {
    Files.deleteIfExists(stored(folder).retention());
  }

  private static io.rekindle.codec.store.NameFolder stored(NameFolder folder) {
    return new io.rekindle.codec.store.NameFolder(folder.path());
  }
}
