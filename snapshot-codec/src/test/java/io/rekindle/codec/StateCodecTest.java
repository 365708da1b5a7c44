package io.rekindle.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rekindle.codec.testkit.Seeds;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StateCodecTest {
  private final StateOutput output = new StateOutput(16);

  private StateInput written() {
    return new StateInput(output.array(), 0, output.position());
  }

  @Test
  void shouldReadNumbersBackWhenWritten() {
    Random random = new Random(Seeds.next("StateCodecTest"));
    for (int i = 0; i < 10_000; i++) {
      long wide = random.nextLong() >> random.nextInt(64);
      int narrow = (int) wide;
      output.clear();
      output.putVarint(narrow);
      output.putVarlong(wide);
      output.putZigzag(wide);
      output.putShort(narrow);
      output.putChar((char) narrow);
      output.putInt(narrow);
      output.putLong(wide);
      output.putBoxedInt(narrow);
      output.putBoxedLong(wide);
      StateInput input = written();
      assertThat(input.getVarint()).isEqualTo(narrow);
      assertThat(input.getVarlong()).isEqualTo(wide);
      assertThat(input.getZigzag()).isEqualTo(wide);
      assertThat(input.getShort()).isEqualTo((short) narrow);
      assertThat(input.getChar()).isEqualTo((char) narrow);
      assertThat(input.getInt()).isEqualTo(narrow);
      assertThat(input.getLong()).isEqualTo(wide);
      assertThat(input.getTag()).isEqualTo(ValueTag.INT);
      assertThat(input.getBoxedInt()).isEqualTo(narrow);
      assertThat(input.getTag()).isEqualTo(ValueTag.LONG);
      assertThat(input.getZigzag()).isEqualTo(wide);
      assertThat(input.remaining()).isZero();
    }
  }

  @Test
  void shouldKeepBitsWhenNumberIsNotANumber() {
    output.putDouble(Double.longBitsToDouble(0x7ff8_0000_dead_beefL));
    output.putFloat(-0.0f);
    StateInput input = written();
    assertThat(Double.doubleToRawLongBits(input.getDouble())).isEqualTo(0x7ff8_0000_dead_beefL);
    assertThat(Float.floatToRawIntBits(input.getFloat())).isEqualTo(0x8000_0000);
  }

  @Test
  void shouldReadStringsBackWhenWritten() {
    String[] strings = {
      "",
      "a",
      "ÿ",
      "Ā",
      "größe",
      "状態",
      "\uD83D\uDE00",
      "\uD83D",
      "\0",
      "x".repeat(300),
      "y".repeat(40_000) + "状"
    };
    for (String string : strings) {
      output.putString(string);
    }
    StateInput input = written();
    StateInput skipping = written();
    for (String string : strings) {
      assertThat(input.getString()).isEqualTo(string);
      skipping.skipValue();
      assertThat(skipping.position()).isEqualTo(input.position());
    }
  }

  @Test
  void shouldWriteOneByteTagAndLatin1WhenStringHasNoWideChar() {
    output.putString("aÿ");
    assertThat(output.toByteArray()).containsExactly(ValueTag.STRING_LATIN1, 2, 'a', (byte) 0xFF);
  }

  @Test
  void shouldThrowWithPositionWhenInputEnds() {
    output.putString("hello");
    output.putLong(7);
    for (int length = 0; length < output.position(); length++) {
      StateInput input = new StateInput(output.array(), 0, length);
      assertThatExceptionOfType(CorruptStateException.class)
          .isThrownBy(
              () -> {
                input.getString();
                input.getLong();
              })
          .withMessageContaining("position=");
    }
  }

  @Test
  void shouldNotAllocateWhenCountIsAbsurd() {
    output.putByte(ValueTag.STRING_UTF16);
    output.putVarint(Integer.MAX_VALUE);
    assertThatExceptionOfType(CorruptStateException.class)
        .isThrownBy(() -> written().getString())
        .withMessageContaining("bad count");
    assertThatExceptionOfType(CorruptStateException.class).isThrownBy(() -> written().skipValue());
  }

  @Test
  void shouldRejectUnknownTag() {
    output.putByte(ValueTag.MAX + 1);
    assertThatExceptionOfType(CorruptStateException.class)
        .isThrownBy(() -> written().getTag())
        .withMessageContaining("unknown value tag: tag=19");
  }

  @Test
  void shouldFillInLengthWhenNodeEnds() {
    for (int length : new int[] {0, 1, 127, 128, 129, 16_383, 16_384, 2_097_151, 2_097_152}) {
      OperationOutput operations = new OperationOutput();
      operations.root("before", 1);
      operations.beginNode(300, 7);
      for (int i = 0; i < length; i++) {
        operations.putByte(i * 31);
      }
      operations.endNode();
      operations.retired(9);
      StateInput input =
          new StateInput(
              operations.array(), OperationOutput.HEADER_BYTES, operations.operationsLength());
      int[] seen = new int[3];
      OperationReader.read(
          input,
          new OperationVisitor() {
            @Override
            public void descriptor(ClassDescriptor descriptor) {
              throw new AssertionError();
            }

            @Override
            public void node(int oid, int classId, byte[] bytes, int offset, int count) {
              assertThat(oid).isEqualTo(300);
              assertThat(classId).isEqualTo(7);
              assertThat(count).isEqualTo(length);
              for (int i = 0; i < count; i++) {
                if (bytes[offset + i] != (byte) (i * 31)) {
                  throw new AssertionError("payload differs: index=" + i);
                }
              }
              seen[0]++;
            }

            @Override
            public void delta(int oid, int classId, byte[] bytes, int offset, int count) {
              throw new AssertionError();
            }

            @Override
            public void root(String name, int oid) {
              seen[1]++;
            }

            @Override
            public void retired(int id) {
              seen[2] = id;
            }
          });
      assertThat(seen).containsExactly(1, 1, 9);
    }
  }

  @Test
  void shouldCountOnlyNodesThatWereKept() {
    OperationOutput output = new OperationOutput();
    for (int oid = 1; oid <= 3; oid++) {
      int before = output.position();
      output.beginNode(oid, 7);
      output.putByte(1);
      if (oid == 2) {
        output.abandonNode(before);
        continue;
      }
      output.endNode();
      if (oid == 3) {
        output.abandonNode(before);
      }
    }
    assertThat(output.nodeCount()).isEqualTo(1);
  }

  @Test
  void shouldRefuseMoreThanAnArrayHoldsAndStayUsable() {
    var out = new StateOutput();
    out.putInt(7);
    assertThatThrownBy(() -> out.reserve(Integer.MAX_VALUE))
        .isInstanceOfSatisfying(
            OutputTooLargeException.class,
            e -> assertThat(e.bytes()).isEqualTo(4L + Integer.MAX_VALUE))
        .hasMessageContaining("max=" + (Integer.MAX_VALUE - 8));
    out.putInt(8);
    assertThat(out.position()).isEqualTo(8);
  }
}
