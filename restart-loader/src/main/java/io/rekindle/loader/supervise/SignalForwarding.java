package io.rekindle.loader.supervise;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives TERM, INT and HUP instead of the JVM. By reflection: {@code sun.misc.Signal} is exported
 * and supported, yet javac warns of every use in a way that no annotation suppresses. A signal that
 * was ignored when the JVM started ({@code nohup}) stays ignored.
 */
final class SignalForwarding {
  private static final Logger LOG = LoggerFactory.getLogger(SignalForwarding.class);
  private static final List<String> SIGNALS = List.of("TERM", "INT", "HUP");

  private SignalForwarding() {}

  /** Calls {@code receiver} with the name of each signal from now on, in a thread of its own. */
  static void install(Consumer<String> receiver) {
    try {
      Class<?> signalClass = Class.forName("sun.misc.Signal");
      Class<?> handlerClass = Class.forName("sun.misc.SignalHandler");
      Object handler =
          Proxy.newProxyInstance(
              handlerClass.getClassLoader(),
              new Class<?>[] {handlerClass},
              (proxy, method, arguments) -> {
                if (method.getName().equals("handle")) {
                  receiver.accept((String) signalClass.getMethod("getName").invoke(arguments[0]));
                  return null;
                }
                return switch (method.getName()) {
                  case "hashCode" -> System.identityHashCode(proxy);
                  case "equals" -> proxy == arguments[0];
                  default -> "signal handler of the loader";
                };
              });
      for (String name : SIGNALS) {
        Object signal = signalClass.getConstructor(String.class).newInstance(name);
        try {
          signalClass.getMethod("handle", signalClass, handlerClass).invoke(null, signal, handler);
        } catch (InvocationTargetException e) {
          // -Xrs, or a signal that another part of the JVM owns.
          LOG.warn("can't forward SIG{} to the application: {}", name, e.getCause().toString());
        }
      }
    } catch (ReflectiveOperationException e) {
      LOG.warn("can't forward signals to the application: {}", e.toString());
    }
  }
}
