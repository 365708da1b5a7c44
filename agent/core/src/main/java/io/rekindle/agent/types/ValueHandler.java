package io.rekindle.agent.types;

/** A class without identity: its objects are written where they are used. */
abstract class ValueHandler extends TypeHandler {}
