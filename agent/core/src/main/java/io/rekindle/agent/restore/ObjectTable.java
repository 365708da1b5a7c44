package io.rekindle.agent.restore;

/** Oid to object, in pages, since oids need not be dense. */
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

  void set(int oid, Object object) {
    int page = oid >>> PAGE_SHIFT;
    if (pages[page] == null) {
      pages[page] = new Object[1 << PAGE_SHIFT];
    }
    pages[page][oid & PAGE_MASK] = object;
  }

  /** One past the largest oid that fits. */
  int limit() {
    return pages.length << PAGE_SHIFT;
  }
}
