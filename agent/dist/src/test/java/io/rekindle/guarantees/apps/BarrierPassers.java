package io.rekindle.guarantees.apps;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

/** Ways to write a field of another class that no barrier sees. */
final class BarrierPassers {

  private BarrierPassers() {}

  static void byReflection(Object target, Object value) throws ReflectiveOperationException {
    Field field = target.getClass().getDeclaredField("value");
    field.setAccessible(true);
    field.set(target, value);
  }

  static void attach(Object target, Object next) throws ReflectiveOperationException {
    Field field = target.getClass().getDeclaredField("next");
    field.setAccessible(true);
    field.set(target, next);
  }

  static void byVarHandle(Object target, int value) throws ReflectiveOperationException {
    VarHandle handle =
        MethodHandles.privateLookupIn(target.getClass(), MethodHandles.lookup())
            .findVarHandle(target.getClass(), "value", int.class);
    handle.set(target, value);
  }

  static void byMethodHandle(Passed.Item target, int value) throws Throwable {
    MethodHandle setter = MethodHandles.lookup().findSetter(Passed.Item.class, "value", int.class);
    setter.invokeExact(target, value);
  }

  static void byUpdater(Passed.Item target, int value) {
    AtomicIntegerFieldUpdater.newUpdater(Passed.Item.class, "value").set(target, value);
  }

  /** By reflection only, as the compiler would warn of every mention of the class. */
  static void byUnsafe(Object target, int value) throws ReflectiveOperationException {
    Class<?> type = Class.forName("sun.misc.Unsafe");
    Field instance = type.getDeclaredField("theUnsafe");
    instance.setAccessible(true);
    Object unsafe = instance.get(null);
    Method offset = type.getMethod("objectFieldOffset", Field.class);
    Method put = type.getMethod("putInt", Object.class, long.class, int.class);
    Field field = target.getClass().getDeclaredField("value");
    put.invoke(unsafe, target, offset.invoke(unsafe, field), value);
  }

  /** Deserializes one; its class makes it part of the state on the way. */
  static void byDeserialization(int value) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(new Late.Value(value));
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      in.readObject();
    }
  }

  /** Shortens a list without its knowledge. */
  static void shorten(Object list, int size) throws ReflectiveOperationException {
    Field field = java.util.ArrayList.class.getDeclaredField("size");
    field.setAccessible(true);
    field.setInt(list, size);
  }
}
