package io.rekindle.agent.restore;

/**
 * Oid to object, in pages, since oids need not be dense. Several threads may set at a time, each
 * other oids.
 */
final class ObjectTable {

  private static final int PAGE_SHIFT = 13;
  private static final int PAGE_MASK = (1 << PAGE_SHIFT) - 1;

  private final Object[][] pages;

  ObjectTable(int nextOid) {
    this.pages = new Object[(nextOid >>> PAGE_SHIFT) + 1][];
  }

  Object get(int oid) {
    int page = oid >>> PAGE_SHIFT;
    return page < pages.length && pages[page] != null ? pages[page][oid & PAGE_MASK] : null;
  }

  /**
   * The object of an oid that a payload refers to.
   *
   * @throws RestoreException if there is none
   */
  Object existing(int oid) {
    Object object = get(oid);
    if (object == null) {
      throw new RestoreException(
          "stored reference leads nowhere: oid=" + oid + ". Run restart-loader verify.");
    }
    return object;
  }

  void set(int oid, Object object) {
    int page = oid >>> PAGE_SHIFT;
    Object[] ofPage = pages[page];
    if (ofPage == null) {
      ofPage = addPage(page);
    }
    ofPage[oid & PAGE_MASK] = object;
  }

  private synchronized Object[] addPage(int page) {
    if (pages[page] == null) {
      pages[page] = new Object[1 << PAGE_SHIFT];
    }
    return pages[page];
  }

  /** One past the largest oid that fits. */
  int limit() {
    return pages.length << PAGE_SHIFT;
  }
}
