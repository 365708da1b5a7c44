package io.rekindle.agent.restore;

import io.rekindle.agent.types.NodeHandler;
import io.rekindle.codec.ClassDescriptor;

/** One node that is dealt with apart from its block. */
record StoredNode(
    int oid,
    ClassDescriptor descriptor,
    NodeHandler handler,
    byte[] bytes,
    int offset,
    int length) {}
