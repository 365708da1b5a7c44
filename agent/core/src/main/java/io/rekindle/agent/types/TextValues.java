package io.rekindle.agent.types;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Files and paths, stored as their text. */
final class TextValues implements OpaqueValues {

  static final TextValues INSTANCE = new TextValues();

  @Override
  public byte[] write(Object value) {
    return value.toString().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public Object read(String storedName, byte[] bytes) {
    return parse(storedName, new String(bytes, StandardCharsets.UTF_8));
  }

  Object parse(String storedName, String text) {
    return storedName.equals(File.class.getName()) ? new File(text) : Path.of(text);
  }
}
