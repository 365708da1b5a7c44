package io.rekindle.agent.weave;

import io.rekindle.agent.log.Log;
import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.function.Consumer;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.Opcodes;

/** Weaves classes as they are loaded; see {@link UnwovenClasses} for those that can't be woven. */
public final class WeavingTransformer implements ClassFileTransformer {

  private static final Log LOG = Log.of(WeavingTransformer.class);

  private final WeaveScope scope;
  private final StateNames names;
  private final ClassHierarchy hierarchy;
  private final BarrierBypasses bypasses;
  private final WovenCache cache;
  private final MainJar mainJar;
  private final UnwovenClasses unwoven;
  private volatile boolean sawCheckpoint;

  /**
   * A transformer for one application.
   *
   * @param cache may be null
   * @param lost is told why no commit can be right any more, if a class could not be woven
   */
  public WeavingTransformer(
      WeaveScope scope,
      StateNames names,
      BarrierBypasses bypasses,
      WovenCache cache,
      MainJar mainJar,
      Consumer<String> lost) {
    this.scope = scope;
    this.names = names;
    this.hierarchy = new ClassHierarchy(names, cache);
    this.bypasses = bypasses;
    this.cache = cache;
    this.mainJar = mainJar;
    this.unwoven = new UnwovenClasses(scope, names, hierarchy, bypasses, lost);
  }

  /** Whether a class with a checkpoint method was woven so far. */
  public boolean sawCheckpoint() {
    return sawCheckpoint;
  }

  @Override
  public byte[] transform(
      ClassLoader loader,
      String internalName,
      Class<?> redefined,
      ProtectionDomain domain,
      byte[] original) {
    // A class that is already loaded can get no new fields.
    if (internalName == null || redefined != null || !scope.covers(internalName, loader, domain)) {
      return null;
    }
    try {
      return weave(loader, internalName, original, cache != null);
    } catch (OutOfMemoryError e) {
      return weaveAgain(loader, internalName, original);
    } catch (Throwable e) {
      return unwoven.weave(loader, internalName, original, e);
    }
  }

  /** What the first attempt took is free by now, and most shortages last for a moment. */
  private byte[] weaveAgain(ClassLoader loader, String internalName, byte[] original) {
    try {
      return weave(loader, internalName, original, false);
    } catch (Throwable e) {
      return unwoven.weave(loader, internalName, original, e);
    }
  }

  private byte[] weave(ClassLoader loader, String internalName, byte[] original, boolean isReused) {
    ClassWeaver.Scope classScope =
        name -> name != null && !name.startsWith("[") && scope.covers(name, loader);
    WovenClass woven = isReused ? cached(loader, internalName, original, classScope) : null;
    if (woven == null) {
      woven = weaveNew(loader, original, classScope);
      if (cache != null) {
        cache.add(internalName, original, woven);
      }
    }
    if (woven.bypassesBarriers()) {
      bypasses.add(internalName.replace('/', '.'));
    }
    sawCheckpoint |= woven.hasCheckpoints();
    return woven.bytes();
  }

  /** Null if there is none, or it was woven beside other versions of other classes. */
  private WovenClass cached(
      ClassLoader loader, String internalName, byte[] original, ClassWeaver.Scope classScope) {
    WovenClass cached = cache.find(internalName, original);
    if (cached == null || !cached.surroundings().hold(classScope, hierarchy, mainJar, loader)) {
      return null;
    }
    hierarchy.add(internalName, cached.surroundings(), loader);
    return cached;
  }

  private WovenClass weaveNew(ClassLoader loader, byte[] original, ClassWeaver.Scope classScope) {
    ClassFile file = ClassPatcher.read(original, names);
    WovenClass patched = file == null ? null : patch(file, loader, classScope);
    return patched == null ? weaveWithVisitors(loader, original, classScope) : patched;
  }

  /** Null if the class has to be woven in the general way. */
  private WovenClass patch(ClassFile file, ClassLoader loader, ClassWeaver.Scope classScope) {
    ClassHeader header = ClassHeader.of(file);
    hierarchy.add(file.name, header, loader);
    Answers answers = new Answers(classScope, hierarchy, loader);
    if (file.hasTrackedObjects()) {
      Ancestry ancestry = answers.ancestry(header);
      if (ancestry == Ancestry.HOLDS_STATE) {
        return null;
      }
      file.extendsEnum = ancestry == Ancestry.EXTENDS_ENUM;
    }
    boolean isTracked = file.hasTrackedObjects();
    boolean pinsSerialVersion =
        isTracked
            && !file.isRecord()
            && !file.declares("serialVersionUID", Opcodes.ACC_STATIC)
            && answers.isSerializable(header);
    Long serialVersion = pinsSerialVersion ? SerialVersion.of(file) : null;
    byte[] woven = ClassPatcher.patch(file, answers, serialVersion);
    if (woven == null) {
      return null;
    }
    byte[] changed = woven == file.bytes ? null : woven;
    return new WovenClass(changed, file.bypassesBarriers(), false, answers.source(header, mainJar));
  }

  private WovenClass weaveWithVisitors(
      ClassLoader loader, byte[] original, ClassWeaver.Scope classScope) {
    ClassReader reader = new ClassReader(original);
    ClassFacts facts = ClassFacts.of(reader, names);
    ClassHeader header = ClassHeader.of(facts);
    hierarchy.add(facts.name, header, loader);
    if (facts.isWoven) {
      return WovenClass.unchanged(Surroundings.of(header));
    }
    Answers answers = new Answers(classScope, hierarchy, loader);
    Ancestry ancestry = facts.hasTrackedObjects() ? answers.ancestry(header) : Ancestry.ORDINARY;
    facts.extendsEnum = ancestry == Ancestry.EXTENDS_ENUM;
    boolean holdsState =
        facts.hasTrackedObjects()
            && (!facts.instanceState.isEmpty() || ancestry == Ancestry.HOLDS_STATE);
    if (holdsState) {
      facts.readDelegations(reader);
    }
    boolean pinsSerialVersion =
        facts.hasTrackedObjects()
            && !facts.isRecord()
            && !facts.declaresSerialVersion
            && answers.isSerializable(header);
    Long serialVersion = pinsSerialVersion ? SerialVersion.of(reader) : null;
    byte[] woven = ClassWeaver.weave(reader, facts, answers, holdsState, serialVersion);
    if (!facts.largeMethods.isEmpty()) {
      LOG.warn(
          "methods are too large to be woven: class={}, methods={}. Objects of the class are compared"
              + " at each commit; what these methods store to others, or to static fields, may be"
              + " noticed late. Divide them.",
          facts.name.replace('/', '.'),
          facts.largeMethods);
    }
    return new WovenClass(
        woven,
        facts.bypassesBarriers,
        !facts.checkpoints.isEmpty(),
        answers.source(header, mainJar));
  }
}
