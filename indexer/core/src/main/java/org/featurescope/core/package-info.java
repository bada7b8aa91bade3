/**
 * The project's vocabulary: what every module calls a hook point, a source, a name.
 *
 * <p>Start at {@link org.featurescope.core.HookPoint}. Holds always: this module knows the JDK and nothing else, and
 * its values never change once made. It does not know tensors, files or databases.
 */
@NullMarked
package org.featurescope.core;

import org.jspecify.annotations.NullMarked;
