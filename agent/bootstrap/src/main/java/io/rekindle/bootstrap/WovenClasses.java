package io.rekindle.bootstrap;

/** Tells for a class which of its superclasses, itself included, is the first that is woven. */
final class WovenClasses {

  private static final ClassValue<Class<?>> MOST_DERIVED =
      new ClassValue<>() {
        @Override
        protected Class<?> computeValue(Class<?> type) {
          for (Class<?> c = type; c != null; c = c.getSuperclass()) {
            if (isWoven(c)) {
              return c;
            }
          }
          return Object.class;
        }
      };

  private WovenClasses() {}

  static Class<?> mostDerived(Class<?> type) {
    return MOST_DERIVED.get(type);
  }

  /** A woven class has a touch method of its own, even when the word is in a superclass. */
  private static boolean isWoven(Class<?> type) {
    try {
      type.getDeclaredMethod(Barrier.TOUCH_METHOD, type);
      return true;
    } catch (NoSuchMethodException | NoClassDefFoundError e) {
      return false;
    }
  }
}
