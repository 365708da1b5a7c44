package io.rekindle.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.codec.testkit.RandomHistory;
import io.rekindle.codec.testkit.Seeds;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Invariants checked: both ways to scan report the same references; a payload that is cut anywhere
 * is either found corrupt or, never, read beyond its end.
 */
class PayloadScannerTest {
  @Test
  void shouldReportSameRefsBothWaysAndNeverOverrun() {
    RandomHistory history = new RandomHistory(Seeds.next("PayloadScannerTest"), 400);
    OperationOutput output = new OperationOutput();
    for (int i = 0; i < 300; i++) {
      history.next(output);
    }
    PayloadScanner scanner = new PayloadScanner(history.classes);
    int refCount = 0;
    for (String node : history.model.nodes.values()) {
      int colon = node.indexOf(':');
      int classId = Integer.parseInt(node.substring(0, colon));
      byte[] payload = HexFormat.of().parseHex(node.substring(colon + 1));
      List<Integer> refs = new ArrayList<>();
      scanner.scanRefs(classId, payload, 0, payload.length, refs::add);
      Collector collector = new Collector();
      scanner.scan(classId, payload, 0, payload.length, collector);
      assertThat(collector.refs).isEqualTo(refs);
      refCount += refs.size();
      for (int length = 0; length < payload.length; length++) {
        try {
          scanner.scanRefs(classId, payload, 0, length, oid -> {});
          throw new AssertionError("cut payload accepted: length=" + length + " of " + node);
        } catch (CorruptStateException expected) {
          assertThat(expected.getMessage()).isNotEmpty();
        }
      }
    }
    assertThat(refCount).isPositive();
  }

  private static final class Collector implements PayloadVisitor {
    final List<Integer> refs = new ArrayList<>();

    private void value(int tag, StateInput input) {
      if (tag == ValueTag.REF) {
        refs.add(input.getOid());
      }
    }

    @Override
    public void primitiveField(FieldDescriptor field, StateInput input) {}

    @Override
    public void valueField(FieldDescriptor field, int tag, StateInput input) {
      value(tag, input);
    }

    @Override
    public void shape(int index, int tag, StateInput input) {
      value(tag, input);
    }

    @Override
    public void beginElements(int count) {}

    @Override
    public void element(int index, int tag, StateInput input) {
      value(tag, input);
    }

    @Override
    public void key(int index, int tag, StateInput input) {
      value(tag, input);
    }

    @Override
    public void primitiveElements(char typeCode, int count, StateInput input) {}

    @Override
    public void opaque(int encoding, int[] oids, byte[] bytes, int offset, int length) {
      for (int oid : oids) {
        refs.add(oid);
      }
    }
  }
}
