package io.rekindle.demo.birdstrikes;

import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.zip.CRC32;

/**
 * Reads strikes one by one from comma-separated text with a heading. The data set quotes nothing,
 * so a quote is an error rather than a feature, as is any other surprise. Knows no regular
 * expression and no date formatter: a restarted JVM would have to load them before its first
 * record. For one thread.
 */
public final class StrikeReader implements AutoCloseable {

  /** The heading of the input. */
  static final String HEADING =
      "Airport Name,Aircraft Make Model,Effect Amount of damage,Flight Date,"
          + "Aircraft Airline Operator,Origin State,Phase of flight,Wildlife Size,"
          + "Wildlife Species,Time of day,Cost Other,Cost Repair,Cost Total $,"
          + "Speed IAS in knots";

  private static final String DATA_SET = "birdstrikes.csv";
  private static final int COLUMN_COUNT = 14;
  private static final int HEADING_LINES = 1;
  private static final int ISO_DATE_LENGTH = 10;

  private final BufferedReader lines;
  private final String[] columns = new String[COLUMN_COUNT];
  private int nextId;

  private StrikeReader(BufferedReader lines) {
    this.lines = lines;
  }

  /** Opens the data set that comes with the demo. */
  public static StrikeReader openDataSet() throws IOException {
    InputStream dataSet = StrikeReader.class.getResourceAsStream(DATA_SET);
    if (dataSet == null) {
      throw new FileNotFoundException("data set missing from the class path: name=" + DATA_SET);
    }
    return open(new InputStreamReader(dataSet, StandardCharsets.UTF_8));
  }

  /** Opens a file of the same form. */
  public static StrikeReader open(Path file) throws IOException {
    return open(Files.newBufferedReader(file, StandardCharsets.UTF_8));
  }

  /**
   * Reads from any source, which is closed with this reader, or at once if its heading is wrong.
   *
   * @throws IllegalArgumentException if the heading is another one
   */
  static StrikeReader open(Reader source) throws IOException {
    BufferedReader lines = new BufferedReader(source);
    String heading = lines.readLine();
    if (!HEADING.equals(heading)) {
      lines.close();
      throw new IllegalArgumentException("unexpected heading: heading=" + heading);
    }
    return new StrikeReader(lines);
  }

  /**
   * Passes over records without looking at them.
   *
   * @throws IllegalArgumentException if there are fewer than {@code count}
   */
  public void skip(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      if (lines.readLine() == null) {
        throw new IllegalArgumentException("input ended early: record=" + nextId);
      }
      nextId++;
    }
  }

  /**
   * Returns the next strike, or null at the end of the input.
   *
   * @throws IllegalArgumentException if the line is not one; the message names it
   */
  public Strike next() throws IOException {
    String line = lines.readLine();
    if (line == null) {
      return null;
    }
    int id = nextId++;
    try {
      return parse(id, line);
    } catch (IllegalArgumentException | java.time.DateTimeException malformed) {
      throw new IllegalArgumentException(
          "malformed record: line=" + (id + 1 + HEADING_LINES) + ", " + malformed.getMessage(),
          malformed);
    }
  }

  private Strike parse(int id, String line) {
    split(line);
    long otherCost = Long.parseLong(columns[10]);
    long repairCost = Long.parseLong(columns[11]);
    if (otherCost + repairCost != Long.parseLong(columns[12])) {
      throw new IllegalArgumentException("costs don't add up: total=" + columns[12]);
    }
    return new Strike(
        id,
        columns[0],
        columns[1],
        Damage.of(columns[2]),
        date(columns[3]),
        columns[4],
        columns[5],
        columns[6],
        columns[8],
        repairCost,
        otherCost,
        columns[13].isEmpty() ? Strike.SPEED_UNKNOWN : Integer.parseInt(columns[13]),
        checksum(line));
  }

  private void split(String line) {
    if (line.indexOf('"') >= 0) {
      throw new IllegalArgumentException("quoted fields are not supported");
    }
    int count = 0;
    int start = 0;
    while (count < COLUMN_COUNT - 1) {
      int comma = line.indexOf(',', start);
      if (comma < 0) {
        throw new IllegalArgumentException("too few fields: count=" + (count + 1));
      }
      columns[count++] = line.substring(start, comma);
      start = comma + 1;
    }
    columns[count] = line.substring(start);
    if (columns[count].indexOf(',') >= 0) {
      throw new IllegalArgumentException("too many fields: expected=" + COLUMN_COUNT);
    }
  }

  private static LocalDate date(String iso) {
    if (iso.length() != ISO_DATE_LENGTH || iso.charAt(4) != '-' || iso.charAt(7) != '-') {
      throw new IllegalArgumentException("not a date: value=" + iso);
    }
    return LocalDate.of(
        Integer.parseInt(iso, 0, 4, 10),
        Integer.parseInt(iso, 5, 7, 10),
        Integer.parseInt(iso, 8, 10, 10));
  }

  private static int checksum(String line) {
    CRC32 crc = new CRC32();
    crc.update(line.getBytes(StandardCharsets.UTF_8));
    return (int) crc.getValue();
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
