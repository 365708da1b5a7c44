package io.rekindle.bootstrap.collections;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A mapper, which goes by the class of what it is given, treats tracked types as the JDK's. */
class MapperTest {

  private final ObjectMapper mapper = new ObjectMapper();

  static Stream<Kind<?>> kinds() {
    return PlainFormTest.kinds();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void shouldWriteAsTheJdks(Kind<?> kind) throws JsonProcessingException {
    Object tracked = captured(kind);

    String written = mapper.writeValueAsString(tracked);

    String expected = mapper.writeValueAsString(PlainForms.of(tracked));
    assertThat(mapper.readTree(written)).isEqualTo(mapper.readTree(expected));
    if (!PlainFormTest.isUnordered(tracked)) {
      assertThat(written).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void shouldReadIntoAsIntoTheJdksAndTell(Kind<?> kind) {
    Object tracked = PlainFormTest.strings(kind.empty().get());
    Object plain = PlainForms.of(tracked);
    String json = tracked instanceof Map ? "{\"A\":\"new\",\"C\":\"other\"}" : "[\"c\",\"d\"]";
    Replay replay = new Replay(kind, (TrackedContainer) tracked);

    String ending = update(tracked, json);

    assertThat(ending).isEqualTo(update(plain, json));
    if (!PlainFormTest.isUnordered(tracked)) {
      assertThat(PlainFormTest.contents(tracked)).isEqualTo(PlainFormTest.contents(plain));
    }
    assertThat(replay.capture()).isNull();
  }

  @Test
  void shouldConvertBothWays() {
    TrackedHashMap<String, List<Integer>> map = new TrackedHashMap<>();
    map.put("one", new TrackedArrayList<>(List.of(1, 2)));

    Wrapper wrapper = mapper.convertValue(Map.of("map", map), Wrapper.class);
    TrackedTreeMap<?, ?> tracked = mapper.convertValue(wrapper, TrackedWrapper.class).map;

    assertThat(wrapper.map).isExactlyInstanceOf(TreeMap.class).isEqualTo(map);
    assertThat(wrapper.map.get("one")).isExactlyInstanceOf(ArrayList.class);
    assertThat(tracked).isEqualTo(map);
  }

  /** What an application declares. */
  static final class Wrapper {
    public TreeMap<String, List<Integer>> map;
  }

  /** What it declares if it goes by the class of what it has. */
  static final class TrackedWrapper {
    public TrackedTreeMap<String, List<Integer>> map;
  }

  private String update(Object container, String json) {
    try {
      Object read = mapper.readerForUpdating(container).readValue(json);
      return read == container ? "updated" : "another one";
    } catch (JsonProcessingException e) {
      return e.getClass().getName();
    }
  }

  private static Object captured(Kind<?> kind) {
    Object tracked = PlainFormTest.strings(kind.empty().get());
    ((TrackedContainer) tracked).$rekindle$word(1);
    return tracked;
  }
}
