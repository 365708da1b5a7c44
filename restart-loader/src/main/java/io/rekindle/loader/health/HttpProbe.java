package io.rekindle.loader.health;

import io.rekindle.loader.store.EndRecord;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Whether a GET is answered with a status from 200 to 399; redirections are not followed. */
final class HttpProbe implements Probe {
  private static final int STATUS_MIN = 200;
  private static final int STATUS_LIMIT = 400;

  private final URI url;

  HttpProbe(URI url) {
    this.url = url;
  }

  @Override
  public Optional<Symptom> check(Duration timeout) {
    try {
      int status = get((int) timeout.toMillis());
      return status >= STATUS_MIN && status < STATUS_LIMIT
          ? Optional.empty()
          : symptom("status " + status);
    } catch (IOException e) {
      return symptom(String.valueOf(e.getMessage()));
    }
  }

  private int get(int timeoutMs) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection();
    connection.setConnectTimeout(timeoutMs);
    connection.setReadTimeout(timeoutMs);
    connection.setInstanceFollowRedirects(false);
    connection.setUseCaches(false);
    // A kept connection would be one to the incarnation before.
    connection.setRequestProperty("Connection", "close");
    try {
      int status = connection.getResponseCode();
      InputStream body =
          status < STATUS_LIMIT ? connection.getInputStream() : connection.getErrorStream();
      if (body != null) {
        body.close();
      }
      return status;
    } finally {
      connection.disconnect();
    }
  }

  private Optional<Symptom> symptom(String reason) {
    return Optional.of(Symptom.of(EndRecord.CAUSE_PROBE, url + ": " + reason));
  }
}
