package io.rekindle.agent.scrub;

import io.rekindle.agent.capture.CapturedObjects;
import io.rekindle.agent.capture.ComparedSites;
import io.rekindle.agent.types.NodeHandler;

/** Notes for each compared object, once, which field holds it. */
final class SiteFinder {

  private static final String ELEMENTS = "[]";

  private final CapturedObjects captured;

  SiteFinder(CapturedObjects captured) {
    this.captured = captured;
  }

  /** Notes where {@code held}, a compared object, is held, unless that is known. */
  void note(Object owner, NodeHandler ownerHandler, Object held, NodeHandler handler) {
    if (captured.siteOf(held) != ComparedSites.UNKNOWN) {
      return;
    }
    String path = pathOf(owner, ownerHandler, held);
    captured.siteOf(held, captured.sites().of(path, handler.storedName()));
  }

  private String pathOf(Object owner, NodeHandler handler, Object held) {
    if (!handler.fields().isEmpty()) {
      String field = HoldingField.of(captured.handlers(), owner, handler, held);
      if (field != null) {
        return simple(handler.storedName()) + "." + field;
      }
    }
    int site = captured.siteOf(owner);
    return site == ComparedSites.UNKNOWN
        ? simple(handler.storedName()) + ELEMENTS
        : elementsOf(captured.sites().get(site).path());
  }

  /** Nested containers of one field share a site: how deep they lie tells nothing. */
  private static String elementsOf(String path) {
    return path.endsWith(ELEMENTS) ? path : path + ELEMENTS;
  }

  private static String simple(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
