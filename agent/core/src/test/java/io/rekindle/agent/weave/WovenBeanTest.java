package io.rekindle.agent.weave;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rekindle.agent.weave.fixtures.Bean;
import io.rekindle.bootstrap.Barrier;
import io.rekindle.bootstrap.collections.TrackedContainer;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Code that goes by the members of a class sees woven beans as it sees them without weaving. */
class WovenBeanTest {

  private static final String FIXTURES = "io.rekindle.agent.weave.fixtures";

  private final Class<?> type = load();
  private Object woven;

  @BeforeEach
  void capture() throws Exception {
    woven = type.getConstructor().newInstance();
    assertThat(woven).isNotInstanceOf(Bean.class);
    assertThat(get(woven, "getTags")).isInstanceOf(TrackedContainer.class);
    type.getField(Barrier.WORD_FIELD).setInt(woven, 7);
    type.getMethod("setNext", type).invoke(woven, type.getConstructor().newInstance());
    drain();
  }

  /** By getters and setters, and by fields. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldBeMappedAsPlainBeanBothWays(boolean byFields) throws Exception {
    ObjectMapper mapper = mapper(byFields);
    Bean plain = new Bean();
    plain.setNext(new Bean());

    String json = mapper.writeValueAsString(woven);
    Object read = mapper.readValue(json, type);

    assertThat(json).isEqualTo(mapper.writeValueAsString(plain));
    assertThat(mapper.writeValueAsString(read)).isEqualTo(json);
    assertThat(type.getField(Barrier.WORD_FIELD).getInt(read)).isZero();
  }

  @Test
  void shouldTellWhatAMapperSets() throws Exception {
    type.getField(Barrier.WORD_FIELD).setInt(woven, 7);

    mapper(false).readerForUpdating(woven).readValue("{\"number\":8}");

    assertThat(get(woven, "getNumber")).isEqualTo(8);
    assertThat(drain()).containsExactly(woven);
  }

  @Test
  void shouldBeCopiedPropertyByProperty() throws Exception {
    Object copy = type.getConstructor().newInstance();
    List<String> properties = new ArrayList<>();

    for (Method setter : type.getMethods()) {
      if (setter.getName().startsWith("set")) {
        properties.add(setter.getName());
        setter.invoke(copy, get(woven, setter.getName().replaceFirst("set", "get")));
      }
    }

    assertThat(properties)
        .containsExactlyInAnyOrder("setName", "setNumber", "setTags", "setCounts", "setNext");
    requireCopy(copy);
  }

  @Test
  void shouldBeCopiedFieldByField() throws Exception {
    Object copy = type.getConstructor().newInstance();
    List<String> fields = new ArrayList<>();

    for (Field field : type.getDeclaredFields()) {
      // As serializers and copiers do: what is transient is no part of an object's value.
      if ((field.getModifiers() & (Modifier.STATIC | Modifier.TRANSIENT)) == 0) {
        field.setAccessible(true);
        field.set(copy, field.get(woven));
        fields.add(field.getName());
      }
    }

    assertThat(fields).containsExactlyInAnyOrder("name", "number", "tags", "counts", "next");
    requireCopy(copy);
  }

  private void requireCopy(Object copy) throws Exception {
    assertThat(mapper(true).writeValueAsString(copy))
        .isEqualTo(mapper(true).writeValueAsString(woven));
    assertThat(type.getField(Barrier.WORD_FIELD).getInt(copy)).isZero();
  }

  private static ObjectMapper mapper(boolean byFields) {
    ObjectMapper mapper = new ObjectMapper();
    return byFields
        ? mapper
            .setVisibility(PropertyAccessor.ALL, Visibility.NONE)
            .setVisibility(PropertyAccessor.FIELD, Visibility.ANY)
        : mapper;
  }

  private static Class<?> load() {
    try {
      return new WeavingLoader(FIXTURES, "", "").loadClass(FIXTURES + ".Bean");
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  private static Object get(Object bean, String getter) throws Exception {
    return bean.getClass().getMethod(getter).invoke(bean);
  }

  private static List<Object> drain() {
    List<Object> changed = new ArrayList<>();
    Barrier.drainTo(changed::add);
    return changed;
  }
}
