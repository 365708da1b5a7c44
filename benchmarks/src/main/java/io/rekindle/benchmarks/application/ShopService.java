package io.rekindle.benchmarks.application;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.LongSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Does business for clients who send signed requests: parses each, checks its signature, does one
 * step, and answers with a signed page. What a server does for a request, without the network.
 * Confined to one thread.
 */
public final class ShopService {

  private static final String ALGORITHM = "HmacSHA256";
  private static final byte[] KEY = "what the shop and its clients share".getBytes();
  private static final int PAGE_ROW_COUNT = 40;

  private final LongSupplier step;
  private final Mac mac;

  /** Serves by calling {@code step}. */
  public ShopService(LongSupplier step) throws GeneralSecurityException {
    this.step = step;
    this.mac = Mac.getInstance(ALGORITHM);
    mac.init(new SecretKeySpec(KEY, ALGORITHM));
  }

  /** Serves request {@code number}; returns something that depends on the whole answer. */
  public long serve(long number) {
    String answer = answer(request(number));
    return answer.charAt(answer.length() - 1) + answer.length();
  }

  /** What a client sends. */
  private String request(long number) {
    String body =
        "request="
            + number
            + "&session="
            + Long.toHexString(number * 0x9E3779B97F4A7C15L)
            + "&language=en&currency=EUR&rows="
            + PAGE_ROW_COUNT
            + "&agent=benchmark";
    return body + "&signature=" + signature(body);
  }

  private String answer(String request) {
    int signed = request.lastIndexOf("&signature=");
    String body = request.substring(0, signed);
    Map<String, String> parameters = parse(request);
    if (!MessageDigest.isEqual(bytes(signature(body)), bytes(parameters.get("signature")))) {
      throw new IllegalStateException("not signed by a client: " + request);
    }
    String page = page(parameters, step.getAsLong());
    return page + signature(page);
  }

  private static Map<String, String> parse(String request) {
    Map<String, String> parameters = new HashMap<>();
    for (String parameter : request.split("&")) {
      int at = parameter.indexOf('=');
      parameters.put(parameter.substring(0, at), parameter.substring(at + 1));
    }
    return parameters;
  }

  /** A table with a row for each of what was asked for. */
  private static String page(Map<String, String> parameters, long result) {
    StringBuilder page = new StringBuilder("<html lang='").append(parameters.get("language"));
    page.append("'><body><h1>").append(parameters.get("session")).append("</h1><table>");
    int rowCount = Integer.parseInt(parameters.get("rows"));
    for (int row = 0; row < rowCount; row++) {
      long cents = (result * 31 + row * 17L) % 100_000;
      page.append("<tr><td>").append(row).append("</td><td>");
      page.append(cents / 100).append('.').append(cents % 100 / 10).append(cents % 10);
      page.append(' ').append(parameters.get("currency")).append("</td></tr>\n");
    }
    return page.append("</table></body></html>\n").toString();
  }

  private String signature(String text) {
    return HexFormat.of().formatHex(mac.doFinal(bytes(text)));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
