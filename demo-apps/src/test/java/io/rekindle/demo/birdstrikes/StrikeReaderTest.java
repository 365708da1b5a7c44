package io.rekindle.demo.birdstrikes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StrikeReaderTest {

  private static final String LINE =
      "O'HARE,B-737,Substantial,1990-02-28,US AIRWAYS*,Illinois,Climb,Large,"
          + "Gull - small,Day,30,400,430,140";

  @Test
  void shouldReadAllFields() throws IOException {
    CRC32 crc = new CRC32();
    crc.update(LINE.getBytes(StandardCharsets.UTF_8));

    assertThat(open(LINE).next())
        .isEqualTo(
            new Strike(
                0,
                "O'HARE",
                "B-737",
                Damage.SUBSTANTIAL,
                LocalDate.of(1990, 2, 28),
                "US AIRWAYS*",
                "Illinois",
                "Climb",
                "Gull - small",
                400,
                30,
                140,
                (int) crc.getValue()));
  }

  @Test
  void shouldReadUnknownSpeedWhenLastFieldIsEmpty() throws IOException {
    Strike strike = open(LINE.replace(",140", ",")).next();

    assertThat(strike.speed()).isEqualTo(Strike.SPEED_UNKNOWN);
  }

  @Test
  void shouldReadEmptyTextWhenFieldIsEmpty() throws IOException {
    assertThat(open(LINE.replace("Illinois", "")).next().state()).isEmpty();
  }

  @Test
  void shouldReturnNullWhenInputEnds() throws IOException {
    StrikeReader reader = open(LINE);
    reader.next();

    assertThat(reader.next()).isNull();
  }

  @Test
  void shouldGoOnWithNumberOfRecordWhenOthersWereSkipped() throws IOException {
    StrikeReader reader = open(LINE + "\n" + LINE + "\n" + LINE.replace("O'HARE", "MIDWAY"));
    reader.skip(2);

    Strike strike = reader.next();
    assertThat(strike.id()).isEqualTo(2);
    assertThat(strike.airport()).isEqualTo("MIDWAY");
  }

  @Test
  void shouldRefuseToSkipMoreThanThereIs() {
    assertThatThrownBy(() -> open(LINE).skip(2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ended early");
  }

  @Test
  void shouldRefuseOtherHeading() {
    assertThatThrownBy(() -> StrikeReader.open(new StringReader("a,b,c\n")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("heading=a,b,c");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "O'HARE      | \"O'HARE\"  | quoted",
        "O'HARE      | O'HARE,x    | too many fields",
        ",140        | ``          | too few fields",
        "1990-02-28  | 1990-02-30  | FEBRUARY 30",
        "1990-02-28  | 28.02.1990  | not a date",
        "Substantial | Huge        | label=Huge",
        "430         | 431         | total=431",
        "140         | fast        | fast",
      })
  void shouldNameLineWhenRecordIsMalformed(String part, String odd, String reason)
      throws IOException {
    StrikeReader reader = open(LINE + "\n" + LINE.replace(part, odd));
    reader.next();

    assertThatThrownBy(reader::next)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("line=3")
        .hasMessageContaining(reason);
  }

  private static StrikeReader open(String lines) throws IOException {
    return StrikeReader.open(new StringReader(StrikeReader.HEADING + "\n" + lines + "\n"));
  }
}
