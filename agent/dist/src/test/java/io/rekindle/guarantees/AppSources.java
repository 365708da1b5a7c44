package io.rekindle.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.testing.ChildJvm;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * One version of an application, compiled from text: a test makes a second version to see what a
 * restart does with the state of the first. All classes are in {@code com.acme}, {@code Main} is
 * started.
 */
final class AppSources {

  private static final Pattern TOP_LEVEL =
      Pattern.compile(
          "^(?:public |final |abstract )*(?:class|record|enum|interface) (\\w+)",
          Pattern.MULTILINE);

  private final Map<String, String> texts = new LinkedHashMap<>();

  private AppSources() {}

  /** Sources that each have one top-level class, not indented. */
  static AppSources of(String... sources) {
    var version = new AppSources();
    for (String source : sources) {
      Matcher name = TOP_LEVEL.matcher(source);
      assertThat(name.find()).as(source).isTrue();
      version.texts.put(name.group(1), source);
    }
    return version;
  }

  /** Compiles into {@code folder}, which is made. */
  Path compileTo(Path folder) throws IOException {
    Path sources = Files.createDirectories(folder.resolveSibling(folder.getFileName() + ".src"));
    Files.createDirectories(folder);
    List<String> arguments = new ArrayList<>(List.of("--release", "17", "-proc:none", "-d"));
    arguments.add(folder.toString());
    arguments.addAll(List.of("-cp", System.getProperty("java.class.path")));
    for (Map.Entry<String, String> text : texts.entrySet()) {
      Path file = sources.resolve(text.getKey() + ".java");
      Files.writeString(
          file,
          "package com.acme;\nimport io.rekindle.*;\nimport java.util.*;\n" + text.getValue());
      arguments.add(file.toString());
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    var errors = new ByteArrayOutputStream();
    int code = compiler.run(null, null, errors, arguments.toArray(new String[0]));
    assertThat(code).as(errors::toString).isZero();
    return folder;
  }

  /** Packs a folder of classes, without a manifest. */
  static Path pack(Path folder, Path jar) throws IOException {
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream packed = new JarOutputStream(out);
        Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        packed.putNextEntry(new JarEntry(folder.relativize(file).toString()));
        Files.copy(file, packed);
      }
    }
    return jar;
  }

  /** Runs {@code Main} of a compiled version to its end. */
  static ChildJvm run(Path classes, Path store, String options, String... arguments) {
    ChildJvm jvm = start(classes, store, options, arguments);
    jvm.awaitExit(Apps.LIMIT);
    return jvm;
  }

  /** Starts {@code Main} of a compiled version. */
  static ChildJvm start(Path classes, Path store, String options, String... arguments) {
    return ChildJvm.of("com.acme.Main", arguments)
        .classPath(classes)
        .flags(Apps.flags())
        .withAgent("name=" + Apps.NAME + ",store=" + store + options)
        .start();
  }
}
