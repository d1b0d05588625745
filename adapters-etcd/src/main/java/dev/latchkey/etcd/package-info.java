/** A key-value engine on etcd, for {@link dev.latchkey.keyvalue.KeyValueTokenStore}. */
@NullMarked
package dev.latchkey.etcd;

import org.jspecify.annotations.NullMarked;
