package io.rekindle.agent.engine;

import io.rekindle.agent.log.Log;
import io.rekindle.spi.RekindleRuntime;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * Connects the facades of an application that ran before the agent came: it has loaded them from
 * its own class path, and they are inert.
 */
final class FacadeCopies {

  private static final Log LOG = Log.of(FacadeCopies.class);

  private static final String HOLDER = "io.rekindle.spi.RuntimeHolder";
  private static final String RUNTIME = "io.rekindle.spi.RekindleRuntime";

  private FacadeCopies() {}

  /** Has all copies that are loaded ask {@code runtime}. */
  static void connect(Instrumentation instrumentation, RekindleRuntime runtime) {
    for (Class<?> holder : instrumentation.getAllLoadedClasses()) {
      if (holder.getClassLoader() != null && holder.getName().equals(HOLDER)) {
        try {
          connect(holder, runtime);
        } catch (ReflectiveOperationException | LinkageError | RuntimeException e) {
          LOG.error("the application's copy of the API stays inert", e);
        }
      }
    }
  }

  private static void connect(Class<?> holder, RekindleRuntime runtime)
      throws ReflectiveOperationException {
    ClassLoader loader = holder.getClassLoader();
    Class<?> type = Class.forName(RUNTIME, false, loader);
    Object proxy = Proxy.newProxyInstance(loader, new Class<?>[] {type}, new PassedOn(runtime));
    holder.getMethod("install", type).invoke(null, proxy);
  }

  /** Calls of a copy's methods, which the engine answers as far as the types are the JDK's. */
  private record PassedOn(RekindleRuntime runtime) implements InvocationHandler {

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
      Method own = counterpart(method);
      if (own == null) {
        return InvocationHandler.invokeDefault(proxy, method, arguments);
      }
      Object answer;
      try {
        answer = own.invoke(runtime, arguments);
      } catch (InvocationTargetException e) {
        throw e.getCause();
      }
      return own.getReturnType().isEnum() ? constant(method.getReturnType(), answer) : answer;
    }

    /** Null for what can't be translated: it is inert. */
    private static Method counterpart(Method method) {
      if (method.getDeclaringClass() == Object.class) {
        return method;
      }
      try {
        Method own = RekindleRuntime.class.getMethod(method.getName(), method.getParameterTypes());
        boolean fits =
            own.getReturnType() == method.getReturnType()
                || own.getReturnType().isEnum() && method.getReturnType().isEnum();
        return fits ? own : null;
      } catch (NoSuchMethodException e) {
        return null;
      }
    }

    private static Object constant(Class<?> type, Object own) {
      for (Object constant : type.getEnumConstants()) {
        if (((Enum<?>) constant).name().equals(((Enum<?>) own).name())) {
          return constant;
        }
      }
      return null;
    }
  }
}
