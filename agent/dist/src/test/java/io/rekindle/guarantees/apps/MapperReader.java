package io.rekindle.guarantees.apps;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Has a mapper set fields; apart from the other ways, as these do without its jars. */
final class MapperReader {

  private MapperReader() {}

  static void update(Object target, String json) throws JsonProcessingException {
    new ObjectMapper()
        .setVisibility(PropertyAccessor.FIELD, Visibility.ANY)
        .readerForUpdating(target)
        .readValue(json);
  }
}
